"""Rich Text Format 1.9.1: tokens, code pages, and what the words in braces are for."""
