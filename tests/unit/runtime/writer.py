"""Appends to the journal in argv[1] until it is killed; says each record on standard output once `append` returned."""

import os
import sys
from pathlib import Path

from dlp.audit.record import draft
from dlp.runtime.journal import Journal
from tests.unit.audit.support import ALLOWED, KEY, ORIGIN, RESULT, TIME

with Journal(Path(sys.argv[1]), KEY) as journal:
    number = 0
    while True:
        number += 1
        result = RESULT if number % 7 == 0 else ALLOWED
        name = f"{os.getpid()}-{number}"
        record = journal.append(draft(result, ORIGIN, name, TIME))
        os.write(1, f"{record.sequence} {record.hash}\n".encode())
