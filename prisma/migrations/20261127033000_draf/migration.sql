-- What is not yet official bears one name, of lists as of reports.
alter type list_status rename value 'DRAFT' to 'DRAF';
