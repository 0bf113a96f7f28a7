"""Writes the workbooks among the fixtures: `python tests/sources/make_workbooks.py` gives the same bytes every time."""

import datetime
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
Cell = str | float | datetime.date
Sheets = dict[str, list[list[Cell]]]

FOOD: Sheets = {
    "抽样单": [
        ["抽样单编号", "检验目的/任务类别", "任务级别", "抽样环节", "食品大类", "样品名称", "规格型号", "批号", "生产日期",
         "抽样日期", "标称生产企业名称", "被抽样单位名称", "抽样地地市", "抽样地县区", "销售渠道", "网抽平台名称",
         "网店商铺名称", "检验机构名称", "结论", "备注"],
        ["GC24370000371230001", "监督抽检", "国抽", "流通环节", "糕点", "手撕面包", "400g/袋", "0123",
         datetime.date(2024, 3, 1), datetime.date(2024, 3, 5), "虚构食品有限公司0001", "示例超市0001", "济南市", "历下区",
         "实体店", "/", "/", "虚构检测中心01", "纯抽检合格样品", "/"],
        ["GC24370000371230002", "抽检监测", "国抽", "餐饮环节", "食用农产品", "姜", "散装", "/", "/",
         datetime.date(2024, 3, 6), "/", "示例餐馆0002", "烟台市", "芝罘区", "实体店", "/", "/", "虚构检测中心01",
         "抽检不合格样品并监测问题样品", "/"],
        ["SC24370000371230003", "监督抽检", "省抽", "流通环节", "酒类", "虚构白酒", "500mL/瓶", "20240102",
         datetime.date(2024, 1, 2), datetime.date(2024, 3, 7), "虚构酒业有限公司0003", "示例超市0003", "青岛市", "市南区",
         "网购", "示例商城", "示例酒类专营店0003", "虚构检测中心01", "纯抽检合格样品", "/"],
    ],
    "检验项目": [
        ["抽样单编号", "检验项目", "检验结果", "结果单位", "结果判定", "检验依据", "判定依据", "最小允许限", "最大允许限",
         "允许限单位", "方法检出限", "检出限单位"],
        ["GC24370000371230001", "铅（以Pb计）", "未检出", "mg/kg", "合格项", "GB 5009.12-2023", "GB 2762-2022", "/", 0.2,
         "mg/kg", 0.02, "mg/kg"],
        ["GC24370000371230001", "酸价（以脂肪计）（KOH）", 1.4, "mg/g", "合格项", "GB 5009.229-2016", "GB 7099-2015", "/", 5,
         "mg/g", "/", "/"],
        ["GC24370000371230002", "噻虫胺", 0.24, "mg/kg", "不合格项", "GB 23200.121-2021", "GB 2763-2021", "/", 0.2, "mg/kg",
         0.01, "mg/kg"],
        ["GC24370000371230002", "镉（以Cd计）", "0.031", "mg/kg", "问题项", "GB 5009.15-2023", "/", "/", "/", "/", 0.002, "mg/kg"],
        ["SC24370000371230003", "酒精度", 52.1, "%vol", "合格项", "GB 5009.225-2023", "GB/T 10781.1-2021", 51, 53, "%vol", "/", "/"],
        ["SC24370000371230003", "甜蜜素（以环己基氨基磺酸计）", "未检出", "mg/kg", "合格项", "GB 5009.97-2023", "GB 2760-2014", "/",
         "不得使用", "mg/kg", 0.03, "mg/kg"],
    ],
}  # fmt: skip

PRODUCTS: Sheets = {
    "填写说明": [["一批次产品一行检验项目，样品信息逐行重复填写。"]],
    "抽查结果": [
        ["产品质量市级监督抽查结果汇总表"],
        ["填报单位：虚构市市场监督管理局"],
        ["序\n号", "抽样单编号", "抽查领域", "样品来源", "产品类别", "产品\n名称", "规格型号", "生产日期/批号", "抽样日期",
         "标称生产企业名称", "企业规模", "受检单位", "所在地市", "检验项目", "检测结果", "技术要求", "单项评价", "结论", "备注"],
        [1, "CP24370600000030001", "流通领域", "实体店", "玩具", "=积木", "12块", "2024-01-08 XH0123", datetime.date(2024, 3, 18),
         "虚构玩具厂0031", "小型企业", "示例玩具店0031", "烟台市", "小零件", "不符合", "不得有小零件", "不符合", "不合格",
         "店主电话13800005555"],
        [1, "CP24370600000030001", "流通领域", "实体店", "玩具", "=积木", "12块", "2024-01-08 XH0123", datetime.date(2024, 3, 18),
         "虚构玩具厂0031", "小型企业", "示例玩具店0031", "烟台市", "可迁移元素的最大限量", 12.5, "≤90mg/kg", "符合", "不合格",
         "店主电话13800005555"],
        [2, "CP24370600000030002", "超市", "实体店", "儿童手办", "卡通摆件", "/", "24年1月", "3月中旬", "——", "个体户",
         "示例玩具店0032", "烟台市", "小球", "符合", "/", "符合", "合格", "/"],
        [2, "CP24370600000030002", "超市", "实体店", "儿童手办", "卡通摆件", "/", "24年1月", "3月中旬", "——", "个体户",
         "示例玩具店0032", "烟台市", "小球", "符合", "/", "符合", "合格", "/"],
        ["合计", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
    ],
}  # fmt: skip

VETERINARY: Sheets = {
    "2024年第1期": [
        ["序号", "抽样单编号", "环节", "类别", "兽药名称", "产品批号", "抽样日期", "标示生产企业", "被抽检单位", "所在地市",
         "不合格项目", "检验结论"],
        [1, "SY24370000000010001", "经营环节", "化药类", "虚构注射液", "0123", datetime.date(2024, 2, 20),
         "虚构动物药业有限公司0001", "示例兽药店0001", "泰安市", "含量测定", "不符合规定"],
        [2, "SY24370000000010002", "使用环节", "抗生素类", "虚构可溶性粉", "240102", datetime.date(2024, 2, 21),
         "虚构动物药业有限公司0002", "示例养殖场0002", "滨州市", "/", "符合规定"],
        [3, "SY24370000000010003", "生产环节", "中药类", "虚构散", "240103", datetime.date(2024, 2, 22),
         "虚构动物药业有限公司0003", "虚构动物药业有限公司0003", "济南市", "/", "符合规定"],
    ],
}  # fmt: skip

WORKBOOKS = {
    "food_sampling_system/form_and_items.xlsx": FOOD,
    "product_spot_check/messy_checks.xlsx": PRODUCTS,
    "agri_input_spot_check/quarterly_list.xlsx": VETERINARY,
}


def write(path: Path, sheets: Sheets) -> None:
    """Write one workbook: text as text, numbers as numbers, dates as date cells."""
    # Text that begins with "=" stays text; a fixed date of creation makes the bytes repeat.
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": datetime.datetime(2024, 1, 1)})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, column, datetime.datetime.combine(cell, datetime.time()), day)
                    else:
                        sheet.write(number, column, cell)


if __name__ == "__main__":
    for name, sheets in WORKBOOKS.items():
        write(HERE / name, sheets)
