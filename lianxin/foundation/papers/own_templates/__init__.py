"""A county's own Word templates (本地模板): uploaded, checked, previewed, kept in versions.

No code comes with them: a template names fields and nothing else. Modules:
`fields` what may be named, `guarding` what a file must not carry, `reading` where
each field stands and what is wrong with it, `filling` the document of one record.
"""
