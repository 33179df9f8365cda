"""What a HWP 5 document is made of: records, paragraph text, compressed and encrypted streams.

Facts come from Hancom's public description of the format (HWP Document File Formats 5.0, revision 1.3) and from what
real documents hold; the numbers of tables in comments are that description's.
"""
