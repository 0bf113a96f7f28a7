-- one value is how a sample counts in one indicator; empty where it is not of its population
CASE
    -- Who did not make a sample does not answer for it.
    WHEN (/*population*/) AND NOT coalesce(/*exclusion*/, false) AND strategy IN (/*strategies*/) AND NOT (counterfeit AND /*firm_is_maker*/)
        THEN {
            'indicator': /*indicator*/,
            'period': strftime(coalesce(/*period*/), '%Y-%m'),
            'place_code': /*place*/,
            'unit_key': /*unit_key*/,
            'n_pass': CASE WHEN held THEN 0 ELSE coalesce(CAST(/*passing*/ AS BIGINT), 0) END,
            'n_fail': CASE WHEN held THEN 0 ELSE coalesce(CAST(/*failing*/ AS BIGINT), 0) END
        }
END
