-- Which members had no price, and why?
select * from rpt_member_gaps order by sessions desc limit 50
