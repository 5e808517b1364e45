"""Scan-in (扫描件归位): a signed form comes back on paper and finds its record by its code.

`codes` what the QR says, `reading` what a scanned page shows, `targets` which
records take scans, `workflow` a person confirms and attaches.
"""
