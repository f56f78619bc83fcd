"""Papers that go to a print shop: approval proof, job sheet, scan proof."""
