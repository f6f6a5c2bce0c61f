"""Large cities, as a table (`geo.py` reads it)."""

from __future__ import annotations

# Criterion id (0: of the sandbox's own), country, name, region, people in thousands.
CITIES = """
1023191|US|New York|New York|8300
1013962|US|Los Angeles|California|3900
1016367|US|Chicago|Illinois|2700
1026481|US|Houston|Texas|2300
1013462|US|Phoenix|Arizona|1600
1025197|US|Philadelphia|Pennsylvania|1600
0|US|San Antonio|Texas|1450
0|US|San Diego|California|1390
0|US|Dallas|Texas|1300
0|US|Austin|Texas|970
0|US|Jacksonville|Florida|950
0|US|San Jose|California|1000
0|US|Fort Worth|Texas|930
0|US|Columbus|Ohio|900
0|US|Charlotte|North Carolina|880
0|US|Indianapolis|Indiana|880
1014221|US|San Francisco|California|870
1027744|US|Seattle|Washington|740
1014485|US|Denver|Colorado|715
0|US|Oklahoma City|Oklahoma|690
0|US|Nashville|Tennessee|690
0|US|El Paso|Texas|680
0|US|Washington|District of Columbia|690
1018127|US|Boston|Massachusetts|675
0|US|Las Vegas|Nevada|640
1024543|US|Portland|Oregon|650
0|US|Portland|Maine|68
0|US|Detroit|Michigan|640
0|US|Louisville|Kentucky|630
0|US|Memphis|Tennessee|630
0|US|Baltimore|Maryland|580
0|US|Milwaukee|Wisconsin|575
0|US|Albuquerque|New Mexico|560
0|US|Tucson|Arizona|545
0|US|Fresno|California|540
0|US|Sacramento|California|525
0|US|Kansas City|Missouri|508
1015254|US|Atlanta|Georgia|500
0|US|Omaha|Nebraska|485
0|US|Raleigh|North Carolina|470
1015116|US|Miami|Florida|440
0|US|Minneapolis|Minnesota|430
0|US|Tampa|Florida|385
0|US|New Orleans|Louisiana|380
0|US|Cleveland|Ohio|370
0|US|Honolulu|Hawaii|350
0|US|Orlando|Florida|310
0|US|Pittsburgh|Pennsylvania|300
0|US|Cincinnati|Ohio|310
0|US|St. Louis|Missouri|300
0|US|Salt Lake City|Utah|200
0|US|Richmond|Virginia|227
0|US|Boise|Idaho|235
0|US|Anchorage|Alaska|290
0|US|Springfield|Illinois|114
0|US|Springfield|Missouri|169
0|US|Burlington|Vermont|45
0|US|Providence|Rhode Island|190
1006886|GB|London|England|8900
0|GB|Birmingham|England|1150
0|GB|Manchester|England|550
0|GB|Leeds|England|800
0|GB|Liverpool|England|500
0|GB|Bristol|England|470
0|GB|Glasgow|Scotland|630
0|GB|Edinburgh|Scotland|520
0|GB|Cardiff|Wales|360
0|GB|Belfast|Northern Ireland|345
0|GB|Cambridge|England|145
0|GB|Oxford|England|160
0|IE|Dublin|County Dublin|590
0|IE|Cork|County Cork|220
1003854|DE|Berlin|Berlin|3700
0|DE|Hamburg|Hamburg|1850
1004234|DE|Munich|Bavaria|1490
0|DE|Cologne|North Rhine-Westphalia|1080
0|DE|Frankfurt|Hesse|760
0|DE|Stuttgart|Baden-Wurttemberg|630
0|DE|Dusseldorf|North Rhine-Westphalia|620
0|DE|Leipzig|Saxony|600
0|DE|Dortmund|North Rhine-Westphalia|590
0|DE|Essen|North Rhine-Westphalia|580
0|DE|Bremen|Bremen|570
0|DE|Dresden|Saxony|560
0|DE|Hanover|Lower Saxony|535
0|DE|Nuremberg|Bavaria|520
0|DE|Freiburg|Baden-Wurttemberg|230
0|DE|Kiel|Schleswig-Holstein|247
0|AT|Vienna|Vienna|1900
0|AT|Graz|Styria|290
0|AT|Linz|Upper Austria|207
0|AT|Salzburg|Salzburg|155
0|AT|Innsbruck|Tyrol|131
0|CH|Zurich|Zurich|420
0|CH|Geneva|Geneva|203
0|CH|Basel|Basel-Stadt|173
0|CH|Bern|Bern|134
0|CH|Lausanne|Vaud|140
1006094|FR|Paris|Ile-de-France|2160
0|FR|Marseille|Provence-Alpes-Cote d'Azur|870
0|FR|Lyon|Auvergne-Rhone-Alpes|520
0|FR|Toulouse|Occitanie|490
0|FR|Nice|Provence-Alpes-Cote d'Azur|340
0|FR|Nantes|Pays de la Loire|320
0|FR|Bordeaux|Nouvelle-Aquitaine|260
0|FR|Lille|Hauts-de-France|235
0|FR|Strasbourg|Grand Est|287
0|ES|Madrid|Community of Madrid|3300
0|ES|Barcelona|Catalonia|1640
0|ES|Valencia|Valencian Community|790
0|ES|Seville|Andalusia|690
0|ES|Malaga|Andalusia|580
0|ES|Bilbao|Basque Country|346
0|PT|Lisbon|Lisbon|545
0|PT|Porto|Porto|232
0|IT|Rome|Lazio|2800
0|IT|Milan|Lombardy|1370
0|IT|Naples|Campania|940
0|IT|Turin|Piedmont|850
0|IT|Florence|Tuscany|360
0|IT|Bologna|Emilia-Romagna|390
0|IT|Venice|Veneto|255
0|NL|Amsterdam|North Holland|880
0|NL|Rotterdam|South Holland|655
0|NL|The Hague|South Holland|550
0|NL|Utrecht|Utrecht|360
0|BE|Brussels|Brussels|1200
0|BE|Antwerp|Flanders|530
0|LU|Luxembourg|Luxembourg|130
0|DK|Copenhagen|Capital Region of Denmark|640
0|DK|Aarhus|Central Denmark Region|285
0|SE|Stockholm|Stockholm County|975
0|SE|Gothenburg|Vastra Gotaland County|590
0|SE|Malmo|Skane County|350
0|NO|Oslo|Oslo|700
0|NO|Bergen|Vestland|285
0|FI|Helsinki|Uusimaa|660
0|PL|Warsaw|Masovian Voivodeship|1860
0|PL|Krakow|Lesser Poland Voivodeship|780
0|PL|Wroclaw|Lower Silesian Voivodeship|640
0|CZ|Prague|Prague|1300
0|CZ|Brno|South Moravian Region|380
0|SK|Bratislava|Bratislava Region|440
0|HU|Budapest|Budapest|1700
0|RO|Bucharest|Bucharest|1720
0|BG|Sofia|Sofia|1240
0|GR|Athens|Attica|640
0|HR|Zagreb|Zagreb|770
0|SI|Ljubljana|Ljubljana|285
0|RS|Belgrade|Belgrade|1200
0|UA|Kyiv|Kyiv|2900
0|EE|Tallinn|Harju County|440
0|LV|Riga|Riga|605
0|LT|Vilnius|Vilnius County|590
0|TR|Istanbul|Istanbul|15500
0|TR|Ankara|Ankara|5600
0|IL|Tel Aviv|Tel Aviv District|460
0|AE|Dubai|Dubai|3400
0|AE|Abu Dhabi|Abu Dhabi|1500
0|SA|Riyadh|Riyadh Province|7000
0|EG|Cairo|Cairo Governorate|9900
0|MA|Casablanca|Casablanca-Settat|3700
0|NG|Lagos|Lagos|15000
0|KE|Nairobi|Nairobi County|4400
0|ZA|Johannesburg|Gauteng|5600
0|ZA|Cape Town|Western Cape|4600
0|IN|Mumbai|Maharashtra|12400
0|IN|New Delhi|Delhi|16700
0|IN|Bengaluru|Karnataka|8400
0|IN|Hyderabad|Telangana|6800
0|IN|Chennai|Tamil Nadu|7000
0|IN|Kolkata|West Bengal|4500
0|PK|Karachi|Sindh|14900
0|BD|Dhaka|Dhaka Division|8900
0|TH|Bangkok|Bangkok|8300
0|VN|Ho Chi Minh City|Ho Chi Minh City|8990
0|VN|Hanoi|Hanoi|8000
0|MY|Kuala Lumpur|Federal Territory of Kuala Lumpur|1800
0|SG|Singapore|Singapore|5600
0|ID|Jakarta|Jakarta|10500
0|PH|Manila|Metro Manila|1800
0|HK|Hong Kong|Hong Kong|7400
0|TW|Taipei|Taipei City|2600
0|KR|Seoul|Seoul|9700
0|KR|Busan|Busan|3400
0|JP|Tokyo|Tokyo|13900
0|JP|Osaka|Osaka|2700
0|JP|Nagoya|Aichi|2300
0|JP|Sapporo|Hokkaido|1950
0|JP|Fukuoka|Fukuoka|1600
0|JP|Kyoto|Kyoto|1460
1000286|AU|Sydney|New South Wales|5300
0|AU|Melbourne|Victoria|5000
0|AU|Brisbane|Queensland|2500
0|AU|Perth|Western Australia|2100
0|AU|Adelaide|South Australia|1350
0|NZ|Auckland|Auckland|1460
0|NZ|Wellington|Wellington|215
1002451|CA|Toronto|Ontario|2800
0|CA|Montreal|Quebec|1780
0|CA|Vancouver|British Columbia|680
0|CA|Calgary|Alberta|1300
0|CA|Edmonton|Alberta|980
0|CA|Ottawa|Ontario|1000
0|CA|Winnipeg|Manitoba|750
0|CA|Quebec City|Quebec|540
0|CA|Halifax|Nova Scotia|440
0|MX|Mexico City|Mexico City|9200
0|MX|Guadalajara|Jalisco|1500
0|MX|Monterrey|Nuevo Leon|1140
0|BR|Sao Paulo|State of Sao Paulo|12300
0|BR|Rio de Janeiro|State of Rio de Janeiro|6700
0|BR|Brasilia|Federal District|3000
0|AR|Buenos Aires|Buenos Aires|3100
0|CL|Santiago|Santiago Metropolitan Region|6200
0|CO|Bogota|Bogota|7900
0|PE|Lima|Lima Region|10000
0|UY|Montevideo|Montevideo Department|1300
"""
