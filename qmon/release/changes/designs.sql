-- how many changes of an indicator's sampling design had come by the first and by the last month of a period: [1, 1]
CREATE TEMP MACRO designs(of_indicator, period_kind, period) AS [
    (SELECT count(*) FROM design WHERE design.indicator = of_indicator AND design.from_month <= strftime(period_start(period_kind, period), '%Y-%m')),
    (SELECT count(*) FROM design WHERE design.indicator = of_indicator AND design.from_month <= strftime(period_end(period_kind, period), '%Y-%m'))
];
