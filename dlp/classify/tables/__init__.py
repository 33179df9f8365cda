"""Tables wherever they are: whose credit attributes they give, by name, number or pseudonym, and how many people's."""

from dlp.classify.tables.reading import NearMiss, TableReading
from dlp.classify.tables.state import Tables

__all__ = ["NearMiss", "TableReading", "Tables"]
