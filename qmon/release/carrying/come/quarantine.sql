-- one row is one record of tonight's deliveries
FROM quarantine
