"""manufacturing_sampling: samples drawn to measure the quality of manufactured products, with the maker's place and division."""
