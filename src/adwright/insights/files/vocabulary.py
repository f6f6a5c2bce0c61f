"""Headers of Meta Ads Manager exports in the languages people use, and plain words of other tools.

Written as people see them; compared without case, accents and punctuation. Earlier words win where two
columns mean the same: an export has both "Purchases" and "Website purchases", which is a part of it.
"""

from __future__ import annotations

import re
import unicodedata

from adwright.core.money import DECIMALS
from adwright.insights.files.model import ImportField as F
from adwright.platforms.model import Level

_HEADERS: dict[F, tuple[str, ...]] = {
    F.DATE: ("Day", "Tag", "Jour", "Día", "Giorno", "Dia", "Dag", "Dzień", "Gün", "Date", "Datum"),
    F.SINCE: (
        "Reporting starts",
        "Berichtsbeginn",
        "Beginn des Berichts",
        "Début des rapports",
        "Début du rapport",
        "Inicio del informe",
        "Inizio dei report",
        "Inizio del report",
        "Início dos relatórios",
        "Início do relatório",
        "Start rapportage",
        "Begin rapportage",
        "Początek raportu",
        "Rozpoczęcie raportowania",
        "Raporlama başlangıcı",
        "Rapor başlangıcı",
    ),
    F.UNTIL: (
        "Reporting ends",
        "Berichtsende",
        "Ende des Berichts",
        "Fin des rapports",
        "Fin du rapport",
        "Fin del informe",
        "Finalización del informe",
        "Fine dei report",
        "Fine del report",
        "Término dos relatórios",
        "Encerramento dos relatórios",
        "Fim dos relatórios",
        "Einde rapportage",
        "Koniec raportu",
        "Zakończenie raportowania",
        "Raporlama bitişi",
        "Rapor bitişi",
    ),
    F.CAMPAIGN_NAME: (
        "Campaign name",
        "Kampagnenname",
        "Name der Kampagne",
        "Nom de la campagne",
        "Nombre de la campaña",
        "Nome della campagna",
        "Nome campagna",
        "Nome da campanha",
        "Campagnenaam",
        "Naam campagne",
        "Nazwa kampanii",
        "Kampanya adı",
        "Campaign",
        "Kampagne",
    ),
    F.CAMPAIGN_ID: ("Campaign ID", "Kampagnen-ID", "ID de la campaña", "ID campagna", "Campagne-ID"),
    F.AD_GROUP_NAME: (
        "Ad set name",
        "Anzeigengruppenname",
        "Name der Anzeigengruppe",
        "Nom de l'ensemble de publicités",
        "Nombre del conjunto de anuncios",
        "Nome del gruppo di inserzioni",
        "Nome gruppo di inserzioni",
        "Nome do conjunto de anúncios",
        "Naam advertentieset",
        "Naam van advertentieset",
        "Nazwa zestawu reklam",
        "Reklam seti adı",
        "Ad group name",
        "Ad group",
        "Ad set",
        "Adset name",
        "Anzeigengruppe",
    ),
    F.AD_GROUP_ID: ("Ad set ID", "Ad group ID", "Adset ID", "Anzeigengruppen-ID"),
    F.AD_NAME: (
        "Ad name",
        "Anzeigenname",
        "Name der Anzeige",
        "Nom de la publicité",
        "Nombre del anuncio",
        "Nome dell'inserzione",
        "Nome inserzione",
        "Nome do anúncio",
        "Advertentienaam",
        "Naam advertentie",
        "Nazwa reklamy",
        "Reklam adı",
        "Anzeige",
    ),
    F.AD_ID: ("Ad ID", "Anzeigen-ID"),
    F.LEVEL: (
        "Delivery level",
        "Auslieferungsebene",
        "Niveau de diffusion",
        "Nivel de la entrega",
        "Nivel de entrega",
        "Livello di pubblicazione",
        "Nível de veiculação",
        "Weergaveniveau",
        "Poziom emisji",
        "Yayın düzeyi",
        "Yayınlama düzeyi",
    ),
    F.STATUS: (
        "Delivery status",
        "Ad delivery",
        "Ad set delivery",
        "Campaign delivery",
        "Auslieferungsstatus",
        "Statut de diffusion",
        "Estado de la entrega",
        "Stato della pubblicazione",
        "Status de veiculação",
        "Weergavestatus",
        "Stan emisji",
        "Yayın durumu",
    ),
    F.ATTRIBUTION: (
        "Attribution setting",
        "Attributionseinstellung",
        "Attributionseinstellungen",
        "Paramètre d'attribution",
        "Configuración de atribución",
        "Impostazione di attribuzione",
        "Configuração de atribuição",
        "Attributie-instelling",
        "Toeschrijvingsinstelling",
        "Ustawienie atrybucji",
        "İlişkilendirme ayarı",
    ),
    F.CURRENCY: (
        "Currency",
        "Currency code",
        "Währung",
        "Devise",
        "Divisa",
        "Valuta",
        "Moeda",
        "Waluta",
        "Para birimi",
    ),
    F.BREAKDOWN: (
        "Age",
        "Gender",
        "Country",
        "Region",
        "Platform",
        "Placement",
        "Impression device",
        "Device",
        "Device platform",
        "Interest",
        "Time of day (ad account time zone)",
        "Alter",
        "Geschlecht",
        "Land",
        "Plattform",
        "Platzierung",
        "Âge",
        "Genre",
        "Sexe",
        "Pays",
        "Edad",
        "Sexo",
        "Género",
        "País",
        "Età",
        "Genere",
        "Paese",
        "Idade",
        "Gênero",
        "Leeftijd",
        "Geslacht",
        "Wiek",
        "Płeć",
        "Kraj",
        "Yaş",
        "Cinsiyet",
        "Ülke",
    ),
    F.IMPRESSIONS: (
        "Impressions",
        "Impressionen",
        "Impresiones",
        "Impression",
        "Impressioni",
        "Impressões",
        "Vertoningen",
        "Weergaven",
        "Wyświetlenia",
        "Gösterim",
        "Gösterimler",
    ),
    F.REACH: (
        "Reach",
        "Reichweite",
        "Couverture",
        "Portée",
        "Alcance",
        "Copertura",
        "Bereik",
        "Zasięg",
        "Erişim",
    ),
    F.CLICKS: (
        "Clicks (all)",
        "Klicks (alle)",
        "Clics (tous)",
        "Clics (tout)",
        "Clics (todos)",
        "Clic (tutti)",
        "Cliques (todos)",
        "Klikken (alle)",
        "Klikken (alles)",
        "Kliknięcia (wszystkie)",
        "Tıklamalar (tümü)",
        "Clicks",
        "Klicks",
    ),
    F.LINK_CLICKS: (
        "Link clicks",
        "Link-Klicks",
        "Linkklicks",
        "Clics sur un lien",
        "Clics sur le lien",
        "Clics en el enlace",
        "Clic sul link",
        "Cliques no link",
        "Cliques na ligação",
        "Klikken op link",
        "Klikken op links",
        "Linkklikken",
        "Kliknięcia linku",
        "Kliknięcia łącza",
        "Bağlantı tıklamaları",
    ),
    F.SPEND: (
        "Amount spent",
        "Ausgegebener Betrag",
        "Montant dépensé",
        "Importe gastado",
        "Importo speso",
        "Valor usado",
        "Montante gasto",
        "Valor gasto",
        "Besteed bedrag",
        "Wydana kwota",
        "Kwota wydana",
        "Harcanan tutar",
        "Spend",
        "Spent",
        "Cost",
        "Kosten",
    ),
    F.LANDING_PAGE_VIEWS: (
        "Landing page views",
        "Landingpage-Aufrufe",
        "Aufrufe der Landingpage",
        "Vues de page de destination",
        "Vues de la page de destination",
        "Visitas a la página de destino",
        "Visualizzazioni della pagina di destinazione",
        "Visualizações da página de destino",
        "Landingspaginaweergaven",
        "Wyświetlenia strony docelowej",
        "Açılış sayfası görüntülemeleri",
        "Website landing page views",
    ),
    F.PURCHASES: (
        "Purchases",
        "Käufe",
        "Achats",
        "Compras",
        "Acquisti",
        "Aankopen",
        "Zakupy",
        "Satın almalar",
        "Alışverişler",
        "Website purchases",
        "Website-Käufe",
        "Achats sur le site web",
        "Compras en el sitio web",
        "Acquisti sul sito web",
        "Compras no site",
        "Websiteaankopen",
    ),
    F.REVENUE: (
        "Purchases conversion value",
        "Purchase conversion value",
        "Conversion-Wert für Käufe",
        "Conversion-Wert von Käufen",
        "Kauf-Conversion-Wert",
        "Valeur de conversion des achats",
        "Valor de conversión de compras",
        "Valore di conversione degli acquisti",
        "Valor de conversão da compra",
        "Valor de conversão de compras",
        "Conversiewaarde van aankopen",
        "Conversiewaarde aankopen",
        "Wartość konwersji zakupów",
        "Wartość konwersji z zakupów",
        "Satın alma dönüşüm değeri",
        "Alışveriş dönüşüm değeri",
        "Website purchases conversion value",
        "Revenue",
        "Conversion value",
        "Umsatz",
    ),
    F.LEADS: (
        "Leads",
        "Prospects",
        "Clientes potenciales",
        "Contatti",
        "Lead",
        "Cadastros",
        "Leady",
        "Kontakty",
        "Potansiyel müşteriler",
        "Website leads",
        "Website-Leads",
    ),
    F.INSTALLS: (
        "App installs",
        "App-Installationen",
        "Installations d'application",
        "Instalaciones de la app",
        "Installazioni dell'app",
        "Instalações do app",
        "Instalações do aplicativo",
        "App-installaties",
        "Instalacje aplikacji",
        "Uygulama yüklemeleri",
        "Mobile app installs",
    ),
    F.VIDEO_VIEWS: (
        "3-second video plays",
        "3-Sekunden-Videowiedergaben",
        "Lectures de vidéo de 3 secondes",
        "Reproducciones de video de 3 segundos",
        "Riproduzioni del video di 3 secondi",
        "Video views",
    ),
}

_LEVEL_WORDS: dict[Level, tuple[str, ...]] = {
    Level.AD: ("ad", "ads", "anzeige", "publicité", "anuncio", "inserzione", "anúncio", "advertentie"),
    Level.AD_GROUP: (
        "adset",
        "ad set",
        "ad_set",
        "ad group",
        "anzeigengruppe",
        "ensemble de publicités",
        "conjunto de anuncios",
        "gruppo di inserzioni",
        "conjunto de anúncios",
        "advertentieset",
        "zestaw reklam",
        "reklam seti",
    ),
    Level.CAMPAIGN: ("campaign", "kampagne", "campagne", "campaña", "campagna", "campanha", "kampania"),
    Level.ACCOUNT: ("account", "ad account", "konto", "compte", "cuenta", "conta", "hesap"),
}

_SUMMARY_WORDS = (
    "total",
    "totals",
    "grand total",
    "gesamt",
    "gesamtsumme",
    "summe",
    "totaux",
    "total general",
    "totale",
    "totali",
    "totaal",
    "suma",
    "razem",
    "toplam",
)

_CURRENCY_IN_HEADER = re.compile(r"\(([A-Z]{3})\)\s*$")
# Letters that keep their form when accents are taken away, and signs that look alike.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "ß": "ss", "’": "'", "\u00a0": " ", "\u202f": " "}
)


def normalize(text: str) -> str:
    """Return a header without case, accents, punctuation and doubled spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN).casefold())
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w()]+|_", " ", letters).split())


def currency_of(header: str) -> str | None:
    """Return the currency that a header names, as in `Amount spent (USD)`."""
    found = _CURRENCY_IN_HEADER.search(header)
    return found.group(1) if found and found.group(1) in DECIMALS else None


def meaning(header: str) -> tuple[F, int] | None:
    """Return what a header means, and how good a word for it it is (0 is best); None when it is not known."""
    known = _BY_WORD.get(normalize(header))
    if known is None and currency_of(header):
        known = _BY_WORD.get(normalize(_CURRENCY_IN_HEADER.sub("", header)))
    return known


def level_of(text: str) -> Level | None:
    """Return the level that a cell of the delivery level names."""
    return _LEVELS.get(normalize(text))


def is_summary(text: str) -> bool:
    """Say whether a name stands for a row of totals."""
    plain = normalize(text)
    return plain in _SUMMARY_WORDS or plain.startswith("results from ")


_BY_WORD: dict[str, tuple[F, int]] = {
    normalize(word): (field, place) for field, words in _HEADERS.items() for place, word in enumerate(words)
}
_LEVELS = {normalize(word): level for level, words in _LEVEL_WORDS.items() for word in words}
