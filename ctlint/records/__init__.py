"""CloudTrail's records: reads them as a stream from files of several forms."""
