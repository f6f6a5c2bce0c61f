"""Names and ids of countries and states, as tables (`geo.py` reads them)."""

from __future__ import annotations

# Code (ISO 3166-1), number (ISO 3166-1; the criterion id is 2000 more), name.
COUNTRIES = """
AF004Afghanistan
AL008Albania
DZ012Algeria
AD020Andorra
AO024Angola
AG028Antigua and Barbuda
AZ031Azerbaijan
AR032Argentina
AU036Australia
AT040Austria
BS044The Bahamas
BH048Bahrain
BD050Bangladesh
AM051Armenia
BB052Barbados
BE056Belgium
BT064Bhutan
BO068Bolivia
BA070Bosnia and Herzegovina
BW072Botswana
BR076Brazil
BZ084Belize
SB090Solomon Islands
BN096Brunei
BG100Bulgaria
MM104Myanmar (Burma)
BI108Burundi
BY112Belarus
KH116Cambodia
CM120Cameroon
CA124Canada
CV132Cape Verde
CF140Central African Republic
LK144Sri Lanka
TD148Chad
CL152Chile
CN156China
TW158Taiwan
CO170Colombia
KM174Comoros
CG178Republic of the Congo
CD180Democratic Republic of the Congo
CR188Costa Rica
HR191Croatia
CY196Cyprus
CZ203Czechia
BJ204Benin
DK208Denmark
DM212Dominica
DO214Dominican Republic
EC218Ecuador
SV222El Salvador
GQ226Equatorial Guinea
ET231Ethiopia
ER232Eritrea
EE233Estonia
FJ242Fiji
FI246Finland
FR250France
DJ262Djibouti
GA266Gabon
GE268Georgia
GM270The Gambia
DE276Germany
GH288Ghana
KI296Kiribati
GR300Greece
GD308Grenada
GT320Guatemala
GN324Guinea
GY328Guyana
HT332Haiti
HN340Honduras
HK344Hong Kong
HU348Hungary
IS352Iceland
IN356India
ID360Indonesia
IQ368Iraq
IE372Ireland
IL376Israel
IT380Italy
CI384Cote d'Ivoire
JM388Jamaica
JP392Japan
KZ398Kazakhstan
JO400Jordan
KE404Kenya
KR410South Korea
KW414Kuwait
KG417Kyrgyzstan
LA418Laos
LB422Lebanon
LS426Lesotho
LV428Latvia
LR430Liberia
LY434Libya
LI438Liechtenstein
LT440Lithuania
LU442Luxembourg
MO446Macau
MG450Madagascar
MW454Malawi
MY458Malaysia
MV462Maldives
ML466Mali
MT470Malta
MR478Mauritania
MU480Mauritius
MX484Mexico
MC492Monaco
MN496Mongolia
MD498Moldova
ME499Montenegro
MA504Morocco
MZ508Mozambique
OM512Oman
NA516Namibia
NR520Nauru
NP524Nepal
NL528Netherlands
VU548Vanuatu
NZ554New Zealand
NI558Nicaragua
NE562Niger
NG566Nigeria
NO578Norway
FM583Micronesia
MH584Marshall Islands
PW585Palau
PK586Pakistan
PA591Panama
PG598Papua New Guinea
PY600Paraguay
PE604Peru
PH608Philippines
PL616Poland
PT620Portugal
GW624Guinea-Bissau
TL626Timor-Leste
QA634Qatar
RO642Romania
RU643Russia
RW646Rwanda
KN659Saint Kitts and Nevis
LC662Saint Lucia
VC670Saint Vincent and the Grenadines
SM674San Marino
ST678Sao Tome and Principe
SA682Saudi Arabia
SN686Senegal
RS688Serbia
SC690Seychelles
SL694Sierra Leone
SG702Singapore
SK703Slovakia
VN704Vietnam
SI705Slovenia
SO706Somalia
ZA710South Africa
ZW716Zimbabwe
ES724Spain
SS728South Sudan
SR740Suriname
SZ748Eswatini
SE752Sweden
CH756Switzerland
TJ762Tajikistan
TH764Thailand
TG768Togo
TO776Tonga
TT780Trinidad and Tobago
AE784United Arab Emirates
TN788Tunisia
TR792Turkiye
TM795Turkmenistan
TV798Tuvalu
UG800Uganda
UA804Ukraine
MK807North Macedonia
EG818Egypt
GB826United Kingdom
TZ834Tanzania
US840United States
BF854Burkina Faso
UY858Uruguay
UZ860Uzbekistan
VE862Venezuela
WS882Samoa
YE887Yemen
ZM894Zambia
"""

# Criterion id and name.
US_STATES = """
21132 Alaska
21133 Alabama
21135 Arkansas
21136 Arizona
21137 California
21138 Colorado
21139 Connecticut
21140 District of Columbia
21141 Delaware
21142 Florida
21143 Georgia
21144 Hawaii
21145 Iowa
21146 Idaho
21147 Illinois
21148 Indiana
21149 Kansas
21150 Kentucky
21151 Louisiana
21152 Massachusetts
21153 Maryland
21154 Maine
21155 Michigan
21156 Minnesota
21157 Missouri
21158 Mississippi
21159 Montana
21160 North Carolina
21161 North Dakota
21162 Nebraska
21163 New Hampshire
21164 New Jersey
21165 New Mexico
21166 Nevada
21167 New York
21168 Ohio
21169 Oklahoma
21170 Oregon
21171 Pennsylvania
21172 Rhode Island
21173 South Carolina
21174 South Dakota
21175 Tennessee
21176 Texas
21177 Utah
21178 Virginia
21179 Vermont
21180 Washington
21182 Wisconsin
21183 West Virginia
21184 Wyoming
"""

# 0: an id of the sandbox's own.
GERMAN_STATES = """
0 Baden-Wurttemberg
0 Bavaria
0 Berlin
0 Brandenburg
0 Bremen
0 Hamburg
0 Hesse
0 Lower Saxony
0 Mecklenburg-Vorpommern
0 North Rhine-Westphalia
0 Rhineland-Palatinate
0 Saarland
0 Saxony
0 Saxony-Anhalt
0 Schleswig-Holstein
0 Thuringia
"""
