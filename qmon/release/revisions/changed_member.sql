-- one row is one sample that counts otherwise in an indicator than in the release before
SELECT indicator, sample_id FROM hashed_now SEMI JOIN differing USING (one_hash, other_hash)
UNION
SELECT indicator, sample_id FROM hashed_then SEMI JOIN differing USING (one_hash, other_hash)
