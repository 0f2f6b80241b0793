{{ summarize_days(ref('fct_sector_daily'), ['gics_sector']) }}
