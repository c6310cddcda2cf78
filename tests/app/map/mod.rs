//! The map: tiles that count exactly what the list counts, and show nothing that is not public.

mod page;
mod secret;
mod staff;
mod tiles;

use std::collections::BTreeMap;

use crate::support::{Answer, TestApp};

/// A feature of a vector tile: its attributes as text, and its first corner.
#[derive(Debug, Default)]
struct Feature {
    attributes: BTreeMap<String, String>,
    at: Option<(i64, i64)>,
}

impl Feature {
    fn number(&self, name: &str) -> i64 {
        self.attributes.get(name).map_or(0, |n| n.parse().unwrap())
    }
}

/// The fields of a message in the coding of vector tiles: number, value if it is one, bytes if it is those.
fn fields(mut bytes: &[u8]) -> Vec<(u64, u64, &[u8])> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        value
    }
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let length = match key & 7 {
            0 => {
                found.push((key >> 3, varint(&mut bytes), &[][..]));
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut bytes)).unwrap(),
            _ => 4,
        };
        found.push((key >> 3, 0, &bytes[..length]));
        bytes = &bytes[length..];
    }
    found
}

fn packed(bytes: &[u8]) -> Vec<u64> {
    let (mut numbers, mut value, mut shift) = (Vec::new(), 0, 0);
    for byte in bytes {
        value |= u64::from(byte & 127) << shift;
        shift += 7;
        if *byte < 128 {
            numbers.push(value);
            (value, shift) = (0, 0);
        }
    }
    numbers
}

/// The features of a layer.
fn layer(tile: &[u8], name: &str) -> Vec<Feature> {
    let of = |bytes, number| {
        fields(bytes).into_iter().filter(move |f| f.0 == number).map(|f| f.2).collect::<Vec<_>>()
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut found = Vec::new();
    for layer in of(tile, 3).into_iter().filter(|l| of(l, 1) == [name.as_bytes()]) {
        let keys: Vec<String> = of(layer, 3).into_iter().map(text).collect();
        let value = |bytes| match fields(bytes)[0] {
            (1, _, bytes) => text(bytes),
            (_, number, _) => number.to_string(),
        };
        let values: Vec<String> = of(layer, 4).into_iter().map(value).collect();
        for feature in of(layer, 2) {
            let tags: Vec<usize> = of(feature, 2)
                .into_iter()
                .flat_map(packed)
                .map(|n| usize::try_from(n).unwrap())
                .collect();
            let shape: Vec<u64> = of(feature, 4).into_iter().flat_map(packed).collect();
            let zigzag = |n: u64| i64::try_from(n >> 1).unwrap() ^ -i64::try_from(n & 1).unwrap();
            found.push(Feature {
                attributes: tags
                    .chunks(2)
                    .map(|pair| (keys[pair[0]].clone(), values[pair[1]].clone()))
                    .collect(),
                at: shape.get(2).map(|y| (zigzag(shape[1]), zigzag(*y))),
            });
        }
    }
    found
}

/// The tile around a point.
fn tile_of(z: u8, lon: f64, lat: f64) -> (u32, u32) {
    let side = f64::from(1u32 << z);
    let s = lat.to_radians().sin();
    let y = 0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * std::f64::consts::PI);
    (((lon + 180.0) / 360.0 * side) as u32, (y * side) as u32)
}

async fn tile(app: &TestApp, z: u8, at: (f64, f64), query: &str) -> Answer {
    let (x, y) = tile_of(z, at.0, at.1);
    app.visitor().get(&format!("/map/tiles/{z}/{x}/{y}.mvt{query}")).await
}

const TOWN: (f64, f64) = (28.7166, -24.5163);

/// Reports all over the town and beyond, 900 public ones and 1 000 that nobody may see, whose places and words are found
/// nowhere else.
const MANY: &str = "
  insert into categories (id, code) values (gen_random_uuid(), 'water'), (gen_random_uuid(), 'road');
  insert into incidents (id, reference, submission_id, title, description, lang, category_id, precision_level, place,
                         public_place, publication, status, priority, reported_at)
  select gen_random_uuid(), 'NB-' || lpad(translate(n::text, '89', 'AB'), 4, '0') || '-' || case when secret then 'CAGE' else 'FREE' end,
         gen_random_uuid(), case when secret then 'canary' else 'lekkasie' end, 'x', 'en',
         (select id from categories where code = case when n % 3 = 0 then 'road' else 'water' end),
         (array['m100', 'm250', 'm500', 'suburb', 'hidden'])[n % 5 + 1]::precision_level, p, public_point(p,
           (array['m100', 'm250', 'm500', 'suburb', 'hidden'])[n % 5 + 1]::precision_level),
         case when secret then (array['pending', 'private', 'hidden'])[n % 3 + 1] else 'public' end::publication,
         (array['reported', 'acknowledged', 'in_progress', 'waiting', 'resolved', 'closed'])[n % 6 + 1]::incident_status,
         (array['low', 'medium', 'high'])[n % 3 + 1]::priority, now() - n * interval '1 day'
  from generate_series(1, 1000) n, unnest(array[true, false]) secret,
       lateral (select st_setsrid(st_makepoint(case when secret then 28.9 else 28.7 end + sin(n) / 40,
                                               -24.5 + cos(n * 7) / 40), 4326) as p) place
  where secret or n <= 900";

async fn many() -> TestApp {
    let app = TestApp::start().await;
    naboom::places::seed(&app.app, None).await.unwrap();
    app.as_owner(MANY).await;
    app
}

/// How many public reports with a place are in a tile, counted without cells.
async fn counted(app: &TestApp, z: u8, (x, y): (u32, u32), condition: &str) -> i64 {
    let statement = format!(
        "select count(*) from public_incidents i join categories c on c.id = i.category_id
         where i.place is not null and i.precision_level <> 'hidden' and ({condition}) and
           floor((st_x(i.place) + 180) / 360 * (1 << {z})) = {x} and
           floor((0.5 - asinh(tan(radians(st_y(i.place)))) / (2 * pi())) * (1 << {z})) = {y}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(&app.app.db).await.unwrap()
}

/// The list beside a moving map, for its box or for a spot picked on it.
async fn beside(app: &TestApp, query: &str) -> Answer {
    app.visitor().header("hx-request", "true").get(&format!("/en/map?{query}")).await
}

fn counted_in(list: &Answer) -> i64 {
    let heading = list.ok().all("#results").join("");
    let number = heading.chars().take_while(|c| c.is_ascii_digit() || c.is_whitespace());
    number.filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}
