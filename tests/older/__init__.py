"""Histories that earlier states of qmon wrote, whole with their releases: two nights of twenty food samples, three of them failing."""
