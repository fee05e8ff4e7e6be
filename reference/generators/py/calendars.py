"""Writes expected/python/calendars.json: what the icalendar package of Python reads in the calendar
files of the folder `calendars/`, which `euthymia protocol plan --ics` wrote.

Every entry as it was read: identifier, start, end (None where the file has none), summary, description,
revision; and what the reader complained about. Nothing of the file is looked at by other means.

Run from the folder `reference/`:  python generators/py/calendars.py
"""

import datetime
import hashlib
import pathlib
from importlib.metadata import version

from icalendar import Calendar

from clinical_json import write


def moment(value):
    """A date, or a local time with its zone, if it has one."""
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        zone = "" if value.tzinfo is None else str(value.tzinfo)
        return value.replace(tzinfo=None).isoformat() + zone
    return value.isoformat()


def entry(event):
    # The end that follows from the format where none is written: the next day of a whole day.
    return {
        "uid": str(event["UID"]),
        "start": moment(event.start),
        "end": moment(event.end),
        "summary": str(event["SUMMARY"]),
        "description": str(event["DESCRIPTION"]),
        "sequence": int(event["SEQUENCE"]),
        "stamp": moment(event["DTSTAMP"].dt),
    }


def read(path):
    raw = path.read_bytes()
    calendar = Calendar.from_ical(raw)
    return {
        "file": path.name,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "errors": [str(error) for part in calendar.walk() for error in part.errors],
        "components": sorted({part.name for part in calendar.walk()}),
        "description": str(calendar["DESCRIPTION"]),
        "entries": [entry(event) for event in calendar.walk("VEVENT")],
    }


files = {path.stem: read(path) for path in sorted(pathlib.Path("calendars").glob("*.ics"))}
write("calendars", {"notes": [f"icalendar {version('icalendar')}"], "files": files})
