{{ aggregate_members(['gics_sector', 'gics_sub_industry']) }}
