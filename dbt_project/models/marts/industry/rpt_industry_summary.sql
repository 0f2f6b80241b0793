{{ summarize_days(ref('fct_industry_daily'), ['gics_sector', 'gics_sub_industry']) }}
