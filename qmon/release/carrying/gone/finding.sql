-- what was found in touched samples, and of what is found in none: late sources, events whose sample is known now, decisions that answer now
sample_id IN (FROM touched_sample)
OR (
    sample_id IS NULL
    AND (
        code = 'D01'
        OR (code = 'A02' AND found_text IN (SELECT finding_id FROM finding_raised))
        OR (
            code IN ('V03', 'V04', 'V05')
            AND (delivery_id, sheet, row_no) IN (
                SELECT (delivery_id, sheet, row_no)
                FROM whole.event_history
                WHERE sample_id IS NULL AND event_id IN (SELECT event_id FROM event_version)
            )
        )
    )
)
