-- 公布数核对：one row is one published figure: as printed, as recomputed from its own counts, and beside our own number for the same period, place, group and task level
WITH figure AS (
    SELECT
        published.*,
        coalesce(n, n_pass + n_fail) AS tested,
        coalesce(n_pass, n - n_fail) AS passing,
        CASE rate_kind
            WHEN 'fail' THEN coalesce(n_fail, n - n_pass)
            WHEN 'share' THEN NULL
            ELSE coalesce(n_pass, n - n_fail)
        END AS share_of,
        printed_as.indicator,
        -- Without a printed rate it is shown as our own number is printed.
        coalesce(decimals, own_decimals, 2) AS places,
        coalesce(place.region_code, published.region_code) AS own_region,
        CASE period_kind
            WHEN 'month' THEN period
            WHEN 'quarter' THEN left(period, 4) || '-' || lpad(CAST(3 * CAST(right(period, 1) AS INTEGER) - 2 AS VARCHAR), 2, '0')
            WHEN 'half_year' THEN left(period, 4) || CASE right(period, 1) WHEN '1' THEN '-01' ELSE '-07' END
            WHEN 'year' THEN period || '-01'
            WHEN 'range' THEN left(period, 7)
        END AS first_month,
        CASE period_kind
            WHEN 'month' THEN period
            WHEN 'quarter' THEN left(period, 4) || '-' || lpad(CAST(3 * CAST(right(period, 1) AS INTEGER) AS VARCHAR), 2, '0')
            WHEN 'half_year' THEN left(period, 4) || CASE right(period, 1) WHEN '1' THEN '-06' ELSE '-12' END
            WHEN 'year' THEN period || '-12'
            WHEN 'range' THEN right(period, 7)
        END AS last_month
    FROM published
    LEFT JOIN printed_as
        ON
            published.domain_text = printed_as.domain_text
            -- A figure that does not say what it counts is held against batches, and its note says so.
            AND printed_as.unit_counted = coalesce(published.unit_counted, '批次')
    LEFT JOIN place ON published.region_code = place.place_code
),

comparable AS (
    SELECT *
    FROM figure
    WHERE indicator IS NOT NULL AND group_code IS NOT NULL AND task_level IS NOT NULL AND own_region IS NOT NULL
),

-- One row is one firm, or all batches, of one figure. A province is all of its prefectures; a firm passes when none of its samples fails.
units AS (
    SELECT
        comparable.delivery_id,
        comparable.sheet,
        comparable.row_no,
        comparable.rate_kind,
        cells.unit_key,
        sum(cells.n) AS n,
        sum(cells.n_fail) AS n_fail
    FROM comparable
    INNER JOIN cells
        ON
            comparable.indicator = cells.indicator
            AND comparable.task_level = cells.task_level
            AND cells.period BETWEEN comparable.first_month AND comparable.last_month
            AND (comparable.group_code = 'ALL' OR comparable.group_code = cells.category_code)
            AND (
                comparable.own_region IN ('ALL', cells.region_code)
                OR (right(comparable.own_region, 4) = '0000' AND left(comparable.own_region, 2) = left(cells.region_code, 2))
            )
    GROUP BY ALL
    UNION ALL
    -- An issue is a notice of its own: its samples are those that say it, whatever month they are of and where no place is stated too.
    SELECT
        comparable.delivery_id,
        comparable.sheet,
        comparable.row_no,
        comparable.rate_kind,
        member.unit_key,
        sum(member.n) AS n,
        sum(member.n_fail) AS n_fail
    FROM comparable
    INNER JOIN member
        ON
            comparable.indicator = member.indicator
            AND comparable.task_level = member.task_level
            AND comparable.period_kind = 'issue'
            AND comparable.period = member.issue_no
            AND coalesce(comparable.published_on = member.published_on, true)
            AND (comparable.group_code = 'ALL' OR comparable.group_code = member.category_code)
            AND (
                member.region_code IS NULL
                OR comparable.own_region IN ('ALL', member.region_code)
                OR (right(comparable.own_region, 4) = '0000' AND left(comparable.own_region, 2) = left(member.region_code, 2))
            )
    GROUP BY ALL
),

own AS (
    SELECT
        units.delivery_id,
        units.sheet,
        units.row_no,
        units.rate_kind,
        CAST(CASE WHEN any_value(printed_as.counts_firms) THEN count(units.unit_key) FILTER (units.n > 0) ELSE sum(units.n) END AS BIGINT) AS own_n,
        CAST(CASE WHEN any_value(printed_as.counts_firms) THEN count(units.unit_key) FILTER (units.n > 0 AND units.n_fail = 0) ELSE sum(units.n - units.n_fail) END AS BIGINT) AS own_n_pass
    FROM units
    INNER JOIN comparable USING (delivery_id, sheet, row_no, rate_kind)
    INNER JOIN printed_as ON comparable.indicator = printed_as.indicator AND comparable.domain_text = printed_as.domain_text
    GROUP BY ALL
),

-- One row is what a body printed of batches, beside all samples of ours with a verdict, whatever our definition leaves out.
every AS (
    SELECT
        comparable.delivery_id,
        comparable.sheet,
        comparable.row_no,
        comparable.rate_kind,
        count(*) AS every_n,
        count(*) FILTER (sample.verdict_reported = 'conforming') AS every_n_pass
    FROM comparable
    INNER JOIN printed_as
        ON comparable.indicator = printed_as.indicator AND comparable.domain_text = printed_as.domain_text AND NOT printed_as.counts_firms
    INNER JOIN sample_current AS sample
        ON
            sample.domain = printed_as.domain
            AND sample.task_level = comparable.task_level
            AND sample.verdict_reported IN ('conforming', 'nonconforming')
            AND strftime(coalesce(sample.sampled_on, sample.published_on), '%Y-%m') BETWEEN comparable.first_month AND comparable.last_month
            AND (comparable.group_code = 'ALL' OR comparable.group_code = sample.category_code)
    LEFT JOIN place ON sample.sampled_region = place.place_code
    WHERE
        sample.linked_sample_id IS NULL
        AND (
            comparable.own_region IN ('ALL', coalesce(place.region_code, sample.sampled_region))
            OR (right(comparable.own_region, 4) = '0000' AND left(comparable.own_region, 2) = left(sample.sampled_region, 2))
        )
    GROUP BY ALL
),

-- One row is what the same body printed for a period, place and group.
printed_before AS (
    SELECT
        publisher,
        domain_text,
        region_code,
        group_code,
        rate_kind,
        period AS compared_period_printed,
        arg_max(printed_rate, coalesce(published_on, DATE '0001-01-01')) AS compared_rate_published
    FROM published
    WHERE printed_rate IS NOT NULL AND period IS NOT NULL AND group_code IS NOT NULL
    GROUP BY ALL
),

beside AS (
    SELECT
        figure.*,
        printed_before.compared_rate_published,
        100 * own_n_pass / nullif(own_n, 0) AS own_share,
        100 * every_n_pass / nullif(every_n, 0) AS every_share,
        100 * passing / nullif(tested, 0) AS printed_share,
        own.own_n,
        own.own_n_pass,
        per_cent_half_even(CASE WHEN rate_kind = 'fail' THEN own_n - own_n_pass ELSE own_n_pass END, own_n, places) AS own_rate,
        own_n = tested AND own_n_pass = passing AS counts_agree,
        per_cent_half_even(share_of, tested, places) AS recomputed_rate,
        CASE
            WHEN printed_rate IS NULL OR per_cent_half_up(share_of, tested, decimals) IS NULL THEN 'not_computable'
            WHEN
                printed_rate = per_cent_half_even(share_of, tested, decimals)
                AND printed_rate = per_cent_half_up(share_of, tested, decimals)
                THEN 'both'
            WHEN printed_rate = per_cent_half_even(share_of, tested, decimals) THEN 'half_even'
            WHEN printed_rate = per_cent_half_up(share_of, tested, decimals) THEN 'half_up'
            WHEN printed_rate = per_cent_truncated(share_of, tested, decimals) THEN 'truncated'
            ELSE 'differs'
        END AS agreement
    FROM figure
    LEFT JOIN own USING (delivery_id, sheet, row_no, rate_kind)
    LEFT JOIN every USING (delivery_id, sheet, row_no, rate_kind)
    LEFT JOIN printed_before
        ON
            figure.publisher = printed_before.publisher
            AND figure.domain_text = printed_before.domain_text
            AND figure.region_code IS NOT DISTINCT FROM printed_before.region_code
            AND figure.group_code = printed_before.group_code
            AND figure.rate_kind = printed_before.rate_kind
            AND figure.compared_period_printed = printed_before.compared_period_printed
),

-- A gap in points: own less printed, of a failure rate with the other sign.
split AS (
    SELECT
        *,
        IF(rate_kind = 'fail', -1, 1) * (own_share - every_share) AS gap_definition,
        IF(rate_kind = 'fail', -1, 1) * (every_share - printed_share) AS gap_coverage,
        IF(rate_kind = 'fail', 100 - printed_share, printed_share) - CAST(printed_rate AS DOUBLE) AS gap_rounding
    FROM beside
    WHERE rate_kind <> 'share' OR rate_kind IS NULL
    UNION ALL BY NAME
    SELECT *
    FROM beside
    WHERE rate_kind = 'share'
)

SELECT
    statement_no,
    publisher,
    published_on,
    domain_text,
    period_kind,
    coalesce(period, period_text) AS period,
    region_code,
    region_text,
    task_level,
    partition,
    row_role,
    group_label,
    group_code,
    unit_counted,
    n,
    n_pass,
    n_fail,
    rate_kind,
    printed_rate_text,
    printed_rate,
    recomputed_rate,
    agreement,
    indicator,
    own_n,
    own_n_pass,
    own_rate,
    counts_agree,
    gap_definition + gap_coverage + gap_rounding AS gap,
    gap_definition,
    gap_coverage,
    gap_rounding,
    compared_period_printed,
    compared_rate_printed,
    compared_rate_published,
    nullif(concat_ws(
        '；',
        CASE agreement
            WHEN 'half_even' THEN '恰在两个末位数之间，按奇进偶舍修约'
            WHEN 'half_up' THEN '恰在两个末位数之间，按四舍五入修约'
            WHEN 'truncated' THEN '印刷比率为截尾所得，未经修约'
            WHEN 'differs' THEN '印刷比率与其数目不符'
        END,
        CASE
            WHEN printed_rate_text IS NULL THEN '未印比率'
            WHEN printed_rate IS NULL THEN '印刷比率无法读取'
            WHEN tested = 0 THEN '检验数为0，没有比率'
            WHEN tested IS NULL OR share_of IS NULL THEN '未印数目，无法重算'
            WHEN agreement = 'not_computable' THEN '数目矛盾，无法重算'
        END,
        CASE WHEN unit_counted IS NULL AND n IS NOT NULL THEN '未注明统计单位' END,
        CASE
            WHEN compared_rate_printed <> compared_rate_published
                THEN '对比期比率' || CAST(CAST(compared_rate_printed AS DOUBLE) AS VARCHAR) || '与该期公布的' || CAST(CAST(compared_rate_published AS DOUBLE) AS VARCHAR) || '不同'
        END,
        CASE
            WHEN indicator IS NULL THEN '没有可比的指标'
            WHEN own_n IS NULL AND period_kind IS NULL THEN '期间无法识别，不与本库比较'
            WHEN own_n IS NULL THEN '本库没有同一期间、地区、分组和任务级别的数'
            WHEN NOT counts_agree THEN
                '本库检验 ' || CAST(own_n AS VARCHAR) || '、合格 ' || CAST(own_n_pass AS VARCHAR) || '，与公布的数目不同'
        END
    ), '') AS note,
    citation,
    delivery_id,
    sheet,
    row_no
FROM split
ORDER BY delivery_id, sheet, row_no, rate_kind
