"""Reports that were printed, held against what the records say: which figures are computed.

`figures.json` says for each printed figure which figure of the catalogue it is; what no room
records is stated by hand. `building` makes the records (`people`, `acting` the activities), `comparing` the report and the table.
"""
