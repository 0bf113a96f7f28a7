-- one row is one total of an indicator as known on a day and as in force on a day; what has no day is one, not one of each kind of period
SELECT DISTINCT
    period,
    task_level,
    n,
    n_pass,
    n_fail,
    n_held,
    rate
FROM pass_rate_as_of($known_on, $in_force_on)
WHERE indicator = $indicator AND ($period IS NULL OR period = $period)
ORDER BY ALL
