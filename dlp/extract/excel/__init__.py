"""What the binary formats of Excel share: records and strings of BIFF, cells and their numbers."""
