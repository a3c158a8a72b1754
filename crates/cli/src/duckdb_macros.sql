-- percent(n, base): a share in percent; null where the base is empty.
create or replace macro percent(n, base) as 100.0 * n / nullif(base, 0);

-- frequencies('Q1a'): each answer, its count, and its weighted percentage of those who answered.
create or replace macro frequencies(asked) as table
    select answers.item, code, label, count(distinct row_id) as n, sum(weight) as n_weighted,
        percent(sum(weight), any_value(base_weighted)) as percent, any_value(base) as base
    from answers
    join (
        select question, item, count(*) as base, sum(weight) as base_weighted
        from (select distinct question, item, row_id, weight from answers where absent is null)
        group by question, item
    ) as bases
        on bases.question = answers.question and bases.item is not distinct from answers.item
    where answers.question = asked and absent is null and code is not null
    group by answers.item, code, label
    order by answers.item, code;

-- crosstab('Q1a', 'region'): each answer to the one question by each answer to the other, in weighted percent of the column.
create or replace macro crosstab(asked, break_by) as table
    with breaks as (
        select row_id, code as break_code, label as break_label
        from answers where question = break_by and absent is null and code is not null
    ),
    counted as (select * from answers join breaks using (row_id) where question = asked and absent is null),
    bases as (
        select item, break_code, count(*) as base, sum(weight) as base_weighted
        from (select distinct item, break_code, row_id, weight from counted) group by item, break_code
    )
    select counted.item, code, label, counted.break_code, break_label, count(distinct row_id) as n,
        percent(sum(weight), any_value(base_weighted)) as percent, any_value(base) as base
    from counted
    join bases on bases.break_code = counted.break_code and bases.item is not distinct from counted.item
    where code is not null
    group by counted.item, code, label, counted.break_code, break_label
    order by counted.item, code, counted.break_code;
