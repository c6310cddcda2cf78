# Die kaart.
map-map-title = Kaart
map-map-near = Gaan na ’n plek
map-map-near-hint = Straat, woonbuurt of dorp
map-map-near-go = Gaan
map-map-lost = Geen plek heet “{ $name }” nie. Probeer ’n straat, woonbuurt of dorp naby.
map-map-filter = Filtreer
map-map-words = Woorde in die melding
map-map-count = { $count ->
    [one] 1 voorval op hierdie kaart
   *[other] { $n } voorvalle op hierdie kaart
}
map-map-none = Niks is hier aangemeld nie, of ’n filter laat dit weg. Skuif die kaart, wys meer daarvan, of haal filters weg.
map-map-legend-numbers = Elke nommer op die kaart is dié van ’n voorval in die lys.
map-map-legend-groups = Elke getal sê hoeveel voorvalle bymekaar lê. Kom nader om te sien watter.
map-map-legend = Plekke word net ongeveer gewys, om die mense wat daar woon te beskerm; voorvalle waarvan die plek nie gewys word nie, is net in die lys van alle voorvalle.
map-map-list = Sien alle voorvalle as ’n lys
