"""food_notice_export: published notices as exported by 食品伙伴网 and 食安通."""
