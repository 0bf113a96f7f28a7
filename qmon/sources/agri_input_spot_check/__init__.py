"""Spot checks of agricultural inputs (农资监督抽查): fertiliser, pesticides, veterinary drugs, feed, seed, film."""
