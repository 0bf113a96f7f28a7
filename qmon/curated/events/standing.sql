-- one row is one event of a sample as known from one cut on: the item that it means, why it takes no effect, and whether it does
WITH at_cut AS (
    SELECT
        cut.sample_id,
        cut.known_from AS cut_from,
        first_valid.valid_from AS reported_on,
        described_sample.lab AS first_lab,
        described_sample.verdict_reported,
        event_version.* EXCLUDE (sample_id, known_from, known_to),
        greatest(event_version.happened_on, described_sample.valid_from) AS effective_on,
        -- Of two that stand from one day, the one told later is the last; of two told at once, the one in the later place.
        row(
            greatest(event_version.happened_on, described_sample.valid_from),
            event_version.known_from,
            event_version.file,
            event_version.sheet,
            event_version.row_no,
            event_version.event_id
        ) AS nth
    FROM cut
    INNER JOIN event_version
        ON
            cut.sample_id = event_version.sample_id
            AND cut.known_from >= event_version.known_from
            AND cut.known_from < event_version.known_to
    INNER JOIN described_sample ON cut.sample_id = described_sample.sample_id AND cut.moment_from = described_sample.known_from
    INNER JOIN first_valid ON cut.sample_id = first_valid.sample_id
),

failing_by_germs AS (
    SELECT DISTINCT
        sample_id,
        cut_from
    FROM cut_item
    WHERE item_verdict = 'nonconforming' AND is_microbial
),

meant AS (
    SELECT
        at_cut.*,
        cut_item.item_name AS meant_item,
        cut_item.item_verdict AS first_verdict,
        CASE WHEN at_cut.item_name IS NULL THEN failing_by_germs.sample_id IS NOT NULL ELSE cut_item.is_microbial END AS is_microbial
    FROM at_cut
    LEFT JOIN event_item USING (event_id)
    LEFT JOIN failing_by_germs ON at_cut.sample_id = failing_by_germs.sample_id AND at_cut.cut_from = failing_by_germs.cut_from
    LEFT JOIN cut_item
        ON
            at_cut.sample_id = cut_item.sample_id
            AND at_cut.cut_from = cut_item.cut_from
            AND (at_cut.item_name = cut_item.item_name OR list_contains(event_item.codes, cut_item.item_key))
    QUALIFY row_number() OVER (PARTITION BY at_cut.sample_id, at_cut.cut_from, at_cut.event_id ORDER BY at_cut.item_name = cut_item.item_name DESC, cut_item.item_name) = 1
),

judged AS (
    SELECT
        *,
        CASE
            WHEN event_kind = 'objection' THEN 'objection'
            WHEN printed AND event_kind = 're_inspection' THEN 'stated_in_report'
            WHEN outcome IN ('refused', 'pending', 'late') THEN outcome
            WHEN event_kind IN ('re_inspection', 'correction') AND item_verdict IS NULL THEN 'no_verdict'
            WHEN printed THEN NULL
            WHEN document IS NULL THEN 'no_document'
            WHEN happened_on IS NULL THEN 'no_date'
            WHEN happened_on < reported_on THEN 'before_report'
            WHEN event_kind = 'correction' AND item_name IS NOT NULL AND meant_item IS NULL THEN 'no_item'
            WHEN event_kind <> 're_inspection' THEN NULL
            WHEN item_name IS NOT NULL AND (meant_item IS NULL OR first_verdict IS DISTINCT FROM 'nonconforming') THEN 'no_failing_item'
            WHEN item_name IS NULL AND verdict_reported IS DISTINCT FROM 'nonconforming' THEN 'no_failing_item'
            WHEN is_microbial THEN 'microbial'
            WHEN lab = first_lab THEN 'same_lab'
        END AS no_effect_reason
    FROM meant
)

-- What a person accepts takes effect where there is something that can: the item in question, and its verdict. What a person voids does not.
SELECT
    judged.* REPLACE (
        CASE WHEN answered.answer = 'void' THEN coalesce(judged.no_effect_reason, 'voided') ELSE judged.no_effect_reason END AS no_effect_reason
    ),
    coalesce(answered.answer <> 'void', true)
    AND (
        judged.no_effect_reason IS NULL
        OR (
            answered.event_id IS NOT NULL
            AND (
                judged.event_kind NOT IN ('re_inspection', 'correction')
                OR (judged.item_verdict IS NOT NULL AND (judged.item_name IS NULL OR judged.meant_item IS NOT NULL))
            )
        )
    ) AS takes_effect
FROM judged
LEFT JOIN answered
    ON judged.event_id = answered.event_id AND answered.received_at <= judged.cut_from AND judged.cut_from < answered.ended_at
QUALIFY row_number() OVER (PARTITION BY judged.sample_id, judged.cut_from, judged.event_id ORDER BY answered.received_at DESC) = 1
