-- Title: Matrices as the publisher tabulates them, under the names of the export's columns and its codes
-- Grain: an item's base (N), and each of its answers
-- Base: those who gave the item an answer other than "not applicable", which is below zero; "not applicable" itself is out of everybody
-- who gave it any answer
with cells as (
    select item, case code when 102 then -1 when 101 then -2 else code end as code
    from answers
    where question in ('Q8', 'Q20', 'Q22', 'Q23', 'Q24', 'Q25', 'Q26') and code is not null
),
bases as (
    select item, count(*) filter (where code > 0) as base, count(*) as everybody
    from cells
    group by item
)
select item || '_N' as row_key, item || ' N' as label, base as count, base
from bases
union all
select
    replace(cells.item || '_' || cells.code, '-', 'below_'),
    cells.item || '=' || cells.code,
    count(*),
    case when cells.code < 0 then bases.everybody else bases.base end
from cells
join bases on bases.item = cells.item
group by cells.item, cells.code, bases.base, bases.everybody
order by row_key
