"""What is understood of a performance export: each figure once, in many languages and spellings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from adwright.insights.files.model import Choices, DayOrder, ImportField
from adwright.insights.files.understanding import understand
from adwright.platforms.model import Level
from tests.unit.insights.conftest import Read
from tests.unit.insights.exports import ENGLISH, TODAY, messages, sample


def test_genuine_export_when_read_then_equals_what_ads_manager_says() -> None:
    understood = understand(sample("meta_ads_manager_export.csv"), Choices(), today=TODAY)

    totals = understood.totals
    assert totals["spend"] is not None
    assert round(totals["spend"], 2) == Decimal("268.15")
    assert (totals["impressions"], totals["link_clicks"], totals["clicks"]) == (23_559, 949, 1_070)
    assert (totals["purchases"], totals["revenue"]) == (None, None)
    assert (understood.campaigns, understood.ad_groups, understood.ads) == (1, 4, 15)
    assert (understood.since_date, understood.until_date) == (date(2024, 11, 28), date(2024, 12, 4))
    assert (understood.currency, understood.rows, understood.rows_taken) == ("USD", 637, 637)
    assert (understood.problems, understood.needs, understood.ready) == ([], [], True)


def test_genuine_export_without_days_when_mapped_then_has_the_totals_of_its_source() -> None:
    mapping = {
        0: ImportField.AD_ID,
        1: ImportField.CAMPAIGN_ID,
        2: ImportField.AD_GROUP_ID,
        3: ImportField.BREAKDOWN,
        4: ImportField.BREAKDOWN,
        5: ImportField.BREAKDOWN,
        6: ImportField.IMPRESSIONS,
        7: ImportField.CLICKS,
        8: ImportField.SPEND,
        9: ImportField.LEADS,
        10: ImportField.PURCHASES,
    }
    path = sample("KAG_conversion_data.csv")

    before = understand(path, Choices(), today=TODAY)
    choices = Choices(mapping=mapping, currency="USD", chosen_date=date(2017, 8, 31))
    understood = understand(path, choices, today=TODAY)

    assert before.needs == ["date", "currency"]
    totals = understood.totals
    assert totals["spend"] is not None
    assert (round(totals["spend"], 2), totals["impressions"]) == (Decimal("58705.23"), 213_434_828)
    assert (totals["clicks"], totals["leads"], totals["purchases"]) == (38_165, 3_264, 1_079)
    assert (understood.rows, understood.campaigns, understood.ready) == (1_143, 3, True)


def test_export_when_plain_then_sums_days_and_tree_are_read(read: Read) -> None:
    understood = read(ENGLISH)

    assert understood.totals["spend"] == Decimal("1244.75")
    assert (understood.totals["impressions"], understood.totals["link_clicks"]) == (3000, 20)
    assert understood.currency == "USD"
    assert [(fact.ad_name, fact.spend_micros, fact.link_clicks) for fact in understood.facts] == [
        ("Jalapeño", 10_500_000, 20),
        ("Salted", 1_234_250_000, 0),
    ]
    assert [(node.level, node.fields.name) for node in understood.nodes] == [
        (Level.CAMPAIGN, "Chips"),
        (Level.AD_GROUP, "Snackers"),
        (Level.AD, "Jalapeño"),
        (Level.AD, "Salted"),
    ]
    assert understood.nodes[2].parent_external_id == understood.nodes[1].external_id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_export_when_in_another_encoding_then_names_are_right(read: Read, encoding: str) -> None:
    understood = read(ENGLISH, encoding=encoding)

    assert understood.facts[0].ad_name == "Jalapeño"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_export_when_separated_otherwise_then_is_read(read: Read, delimiter: str) -> None:
    rows = [line.replace('"1,234.25"', "1234.25").replace(",", delimiter) for line in ENGLISH.splitlines()]

    understood = read("\n".join(rows))

    assert (understood.format.delimiter, understood.totals["spend"]) == (delimiter, Decimal("1244.75"))


def test_export_when_german_with_decimal_comma_then_purchases_and_revenue_are_exact(read: Read) -> None:
    understood = read(
        "Kampagnenname;Anzeigengruppenname;Anzeigenname;Tag;Ausgegebener Betrag (EUR);Impressionen;"
        "Link-Klicks;Käufe;Conversion-Wert für Käufe;Website-Käufe\n"
        "Chips;Snacker;Scharf;01.11.2026;1.234,56;12.345;21;3;99,90;2\n"
        "Chips;Snacker;Salzig;02.11.2026;0,5;1.000;;;;\n"
    )

    totals = understood.totals
    assert (totals["spend"], totals["impressions"]) == (Decimal("1235.06"), 13_345)
    assert (totals["purchases"], totals["revenue"]) == (3, Decimal("99.9"))
    assert (understood.currency, understood.since_date) == ("EUR", date(2026, 11, 1))
    unused = next(column for column in understood.columns if column.header == "Website-Käufe")
    assert (unused.field, unused.note) == (None, "“Käufe” is used instead.")


@pytest.mark.parametrize(
    "header",
    [
        "Nom de la campagne;Nom de l’ensemble de publicités;Nom de la publicité;Jour;Montant dépensé (EUR);"
        "Impressions;Clics sur un lien;Clics (tous);Achats;Valeur de conversion des achats",
        "Nombre de la campaña;Nombre del conjunto de anuncios;Nombre del anuncio;Día;Importe gastado (EUR);"
        "Impresiones;Clics en el enlace;Clics (todos);Compras;Valor de conversión de compras",
        "Nome della campagna;Nome del gruppo di inserzioni;Nome dell'inserzione;Giorno;Importo speso (EUR);"
        "Impression;Clic sul link;Clic (tutti);Acquisti;Valore di conversione degli acquisti",
        "Nome da campanha;Nome do conjunto de anúncios;Nome do anúncio;Dia;Valor usado (EUR);Impressões;"
        "Cliques no link;Cliques (todos);Compras;Valor de conversão da compra",
        "Campagnenaam;Naam advertentieset;Advertentienaam;Dag;Besteed bedrag (EUR);Weergaven;Klikken op link;"
        "Klikken (alle);Aankopen;Conversiewaarde van aankopen",
        "Nazwa kampanii;Nazwa zestawu reklam;Nazwa reklamy;Dzień;Wydana kwota (EUR);Wyświetlenia;"
        "Kliknięcia linku;Kliknięcia (wszystkie);Zakupy;Wartość konwersji zakupów",
        "Kampanya Adı;Reklam Seti Adı;Reklam Adı;Gün;Harcanan Tutar (EUR);Gösterim;Bağlantı Tıklamaları;"
        "Tıklamalar (Tümü);Satın Almalar;Satın Alma Dönüşüm Değeri",
    ],
    ids=["fr", "es", "it", "pt", "nl", "pl", "tr"],
)
def test_export_when_localised_then_every_column_is_recognised(read: Read, header: str) -> None:
    understood = read(header + "\nChips;Snackers;Salt;2026-11-01;12,50;1000;20;30;2;40,25\n")

    totals = {key: value for key, value in understood.totals.items() if value is not None}
    assert totals == {
        "spend": Decimal("12.5"),
        "impressions": 1000,
        "link_clicks": 20,
        "clicks": 30,
        "purchases": 2,
        "revenue": Decimal("40.25"),
    }
    assert (understood.currency, understood.problems) == ("EUR", [])
    assert understood.facts[0].ad_name == "Salt"


def test_export_when_a_column_is_blank_throughout_then_it_is_not_available_and_a_blank_cell_is_zero(
    read: Read,
) -> None:
    understood = read(
        "Ad name,Day,Amount spent (USD),Impressions,Purchases,Leads\n"
        "A,2026-11-01,1,10,,\n"
        "B,2026-11-01,1,10,,2\n"
    )

    assert (understood.totals["purchases"], understood.totals["leads"]) == (None, 2)
    facts = sorted(understood.facts, key=lambda fact: fact.ad_name)
    assert [(fact.purchases, fact.leads) for fact in facts] == [(None, 0), (None, 2)]


def test_export_when_broken_down_by_age_then_is_summed_to_ad_days_without_reach(read: Read) -> None:
    understood = read(
        "Ad name,Day,Age,Gender,Amount spent (USD),Impressions,Reach\n"
        "A,2026-11-01,18-24,female,0.10,10,8\n"
        "A,2026-11-01,18-24,male,0.20,20,15\n"
        "A,2026-11-02,25-34,male,0.30,30,20\n"
    )

    assert [(fact.spend_micros, fact.impressions, fact.reach) for fact in understood.facts] == [
        (300_000, 30, None),
        (300_000, 30, None),
    ]


def test_spend_when_finer_than_micros_then_each_row_is_rounded_half_to_even(read: Read) -> None:
    understood = read(
        "Ad name,Day,Amount spent (USD),Impressions\n"
        "A,2026-11-01,0.0000005,1\nB,2026-11-01,0.0000015,1\nC,2026-11-01,0.0000025,1\n"
    )

    assert sorted(fact.spend_micros or 0 for fact in understood.facts) == [0, 2, 2]


def test_export_when_it_has_rows_of_every_level_then_only_ads_are_counted(read: Read) -> None:
    understood = read(
        "Campaign name,Ad set name,Ad name,Delivery level,Day,Amount spent (USD),Impressions\n"
        ",,,account,2026-11-01,30,300\n"
        "Chips,,,campaign,2026-11-01,30,300\n"
        "Chips,Snackers,,adset,2026-11-01,30,300\n"
        "Chips,Snackers,A,ad,2026-11-01,10,100\n"
        "Chips,Snackers,B,ad,2026-11-01,20,200\n"
    )

    assert (understood.totals["spend"], understood.totals["impressions"]) == (30, 300)
    assert [(each.level, each.taken) for each in understood.levels] == [
        (Level.AD, True),
        (Level.AD_GROUP, False),
        (Level.CAMPAIGN, False),
    ]
    assert understood.summary_rows == 1
    assert "rows of several levels" in messages(understood)[0]


def test_export_when_the_ad_rows_are_incomplete_then_the_level_above_is_counted(read: Read) -> None:
    understood = read(
        "Campaign name,Ad set name,Ad name,Day,Amount spent (USD)\n"
        "Chips,Snackers,A,2026-11-01,10\n"
        "Chips,,,2026-11-01,10\n"
        "Dips,,,2026-11-01,5\n"
    )

    assert understood.totals["spend"] == 15
    assert [fact.level for fact in understood.facts] == [Level.CAMPAIGN, Level.CAMPAIGN]
    assert {node.level for node in understood.nodes} == {Level.CAMPAIGN}


def test_export_when_it_has_totals_then_they_are_not_counted(read: Read) -> None:
    understood = read(ENGLISH + "Total,,,,1244.75,3000,20,40\n" + ",,,,1244.75,3000,20,40\n")

    assert (understood.totals["spend"], understood.summary_rows) == (Decimal("1244.75"), 2)
    assert understood.problems == []


def test_export_when_a_row_comes_twice_then_it_is_counted_once_and_said(read: Read) -> None:
    understood = read(ENGLISH + ENGLISH.splitlines()[1] + "\n")

    assert understood.totals["impressions"] == 3000
    assert messages(understood) == ["Line 4: it is the same as line 2 in every cell and is counted once."]
    assert understood.ready


def test_export_when_title_lines_stand_above_the_header_then_the_header_is_found(read: Read) -> None:
    understood = read("Weekly report,,,,,,,\n,,,,,,,\n" + ENGLISH)

    assert understood.totals["impressions"] == 3000


def test_export_when_ids_are_there_then_they_are_the_external_ids(read: Read) -> None:
    understood = read(
        "Campaign ID,Campaign name,Ad set ID,Ad ID,Ad name,Day,Impressions,Currency\n"
        "1201,Chips,1301,1401,A,2026-11-01,10,EUR\n"
    )

    fact = understood.facts[0]
    assert (fact.campaign_external_id, fact.ad_group_external_id, fact.ad_external_id) == (
        "1201",
        "1301",
        "1401",
    )
    assert (fact.campaign_name, fact.ad_group_name, understood.currency) == ("Chips", "1301", "EUR")


def test_export_when_only_the_account_is_reported_then_its_days_are_taken(read: Read) -> None:
    understood = read("Day,Amount spent (USD)\n2026-11-01,10\n2026-11-02,20\nTotal,30\n")

    assert understood.totals["spend"] == 30
    assert [fact.level for fact in understood.facts] == [Level.ACCOUNT, Level.ACCOUNT]
    assert understood.nodes == []


def test_days_when_either_order_fits_then_the_guess_is_said_and_can_be_changed(read: Read) -> None:
    content = "Campaign name,Day,Impressions,Currency\nA,03/04/2026,10,USD\n"

    guessed, chosen = read(content), read(content, Choices(day_order=DayOrder.DAY_FIRST))

    assert (guessed.since_date, chosen.since_date) == (date(2026, 3, 4), date(2026, 4, 3))
    assert "could be read both ways" in messages(guessed)[0]
    assert messages(chosen) == []


def test_days_when_one_is_above_twelve_then_the_order_is_known(read: Read) -> None:
    understood = read("Campaign name,Day,Impressions,Currency\nA,03/04/2026,10,USD\nA,25/04/2026,10,USD\n")

    assert (understood.since_date, understood.problems) == (date(2026, 4, 3), [])


def test_rows_when_they_span_weeks_then_a_day_is_asked_for(read: Read) -> None:
    content = (
        "Campaign name,Reporting starts,Reporting ends,Amount spent (USD)\nA,2026-11-01,2026-11-07,10\n"
    )

    before, after = read(content), read(content, Choices(chosen_date=date(2026, 11, 7)))

    assert (before.needs, before.facts) == (["date"], [])
    assert "2026-11-01 to 2026-11-07" in messages(before)[0]
    assert (after.needs, after.since_date, after.ready) == ([], date(2026, 11, 7), True)


def test_workbook_when_exported_then_typed_cells_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    formatted = book.active
    assert formatted is not None
    formatted.append(["Formatted", "for", "reading"])
    plain = book.create_sheet("Raw Data Report")
    plain.append(["Campaign name", "Ad name", "Day", "Amount spent (EUR)", "Impressions", "Purchases"])
    plain.append(["Chips", "A", datetime(2026, 11, 1), 12.345, 1000, None])  # noqa: DTZ001 - a sheet has no zone
    plain.append(["Chips", "B", "2026-11-02", "1,5", 2000, 3])
    path = tmp_path / "report.csv"  # the name says nothing
    book.save(path)

    understood = understand(path, Choices(), today=TODAY)

    assert (understood.format.kind, understood.format.sheet) == ("xlsx", "Raw Data Report")
    assert (understood.totals["spend"], understood.totals["purchases"]) == (Decimal("13.845"), 3)
    assert (understood.since_date, understood.until_date) == (date(2026, 11, 1), date(2026, 11, 2))
