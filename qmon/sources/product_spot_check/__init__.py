"""Spot checks of products (产品质量监督抽查): children's goods, vehicle fuel, wires and cables and other consumer goods."""
