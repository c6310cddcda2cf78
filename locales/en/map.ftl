# The map.
map-map-title = Map
map-map-near = Go to a place
map-map-near-hint = Street, suburb or town
map-map-near-go = Go
map-map-lost = No place is called “{ $name }”. Try a nearby street, suburb or town.
map-map-filter = Filter
map-map-words = Words in the report
map-map-count = { $count ->
    [one] 1 incident on this map
   *[other] { $n } incidents on this map
}
map-map-none = Nothing was reported here, or a filter leaves it out. Move the map, show more of it, or take filters away.
map-map-legend-numbers = Each number on the map is that of an incident in the list.
map-map-legend-groups = Each number says how many incidents lie together. Move closer to see which.
map-map-legend = Places are shown roughly, to protect those who live there; incidents whose place is not shown are only in the list of all incidents.
map-map-list = See all incidents as a list
