-- one row is one number of the release before that was not of an ended period then, but stood a day or longer after that period had ended
SELECT
    earlier.indicator,
    earlier.grouping,
    earlier.period_kind,
    earlier.period,
    earlier.region_code,
    earlier.category_code,
    earlier.stage,
    earlier.channel,
    earlier.producer_scale,
    earlier.industry,
    earlier.task_level,
    $stated_at AS stated_at,
    earlier.n,
    earlier.n_pass,
    earlier.n_fail,
    earlier.rate
FROM before.rate AS earlier
WHERE
    period_end(earlier.period_kind, earlier.period) < $today - 1
    AND period_end(earlier.period_kind, earlier.period) >= $stated_on
