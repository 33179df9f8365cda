"""What mail of Outlook and Exchange is made of: MAPI properties and compressed RTF."""
