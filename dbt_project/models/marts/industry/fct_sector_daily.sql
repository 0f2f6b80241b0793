{{ aggregate_members(['gics_sector']) }}
