"""Reports: what people look at, made from a release; nothing here is computed that is not in its database."""
