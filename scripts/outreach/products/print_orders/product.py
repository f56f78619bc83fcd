"""Print orders in the build: nothing of them is published, their papers are made on command only."""

from __future__ import annotations

from outreach.products.product import Product


class PrintOrders(Product):
    """Approval proofs, job sheets and orders."""
