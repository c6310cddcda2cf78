//! Reads vector tiles (MVT 2): layers of features with a geometry of whole numbers and a few properties. Only what the drawn
//! map needs is kept. The bytes come from files of an operator, so every length is checked and all sums are bounded.

/// A feature as it lies in its tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature<'a> {
    /// Points, lines or rings.
    pub shape: Shape,
    /// Each a run of corners in units of the tile: `extent` units are its width.
    pub parts: Vec<Vec<(i32, i32)>>,
    /// Properties that are words, or numbers as words.
    properties: Vec<(&'a str, Word<'a>)>,
}

/// What the parts of a feature are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Every part is one point.
    Points,
    /// Every part is a line.
    Lines,
    /// Every part is a ring, not closed by a repeated corner.
    Rings,
}

/// A property's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Word<'a> {
    /// Words.
    Text(&'a str),
    /// A number.
    Number(f64),
}

impl<'a> Feature<'a> {
    /// A property that is words and not empty.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.properties.iter().find_map(|(key, word)| match word {
            Word::Text(text) if *key == name && !text.is_empty() => Some(*text),
            _ => None,
        })
    }

    /// A property that is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.properties.iter().find_map(|(key, word)| match word {
            Word::Number(number) if *key == name => Some(*number),
            _ => None,
        })
    }
}

/// A layer of a tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<'a> {
    /// Its name.
    pub name: &'a str,
    /// Width of the tile in units.
    pub extent: u32,
    /// Its features.
    pub features: Vec<Feature<'a>>,
}

/// More corners than this in one tile are not read.
const MOST_CORNERS: usize = 400_000;

/// The layers of a tile whose names are wanted. None when the bytes are no tile; a feature that is broken is left out.
pub fn layers<'a>(bytes: &'a [u8], wanted: &[&str]) -> Option<Vec<Layer<'a>>> {
    let mut found = Vec::new();
    let mut room = MOST_CORNERS;
    for field in fields(bytes) {
        if let (3, Value::Bytes(bytes)) = field? {
            let name = fields(bytes).flatten().find_map(|f| match f {
                (1, Value::Bytes(name)) => std::str::from_utf8(name).ok(),
                _ => None,
            });
            if let Some(name) = name.filter(|n| wanted.contains(n)) {
                found.push(layer(name, bytes, &mut room)?);
            }
        }
    }
    Some(found)
}

fn layer<'a>(name: &'a str, bytes: &'a [u8], room: &mut usize) -> Option<Layer<'a>> {
    let (mut keys, mut values, mut raw, mut extent) = (Vec::new(), Vec::new(), Vec::new(), 4096);
    for field in fields(bytes) {
        match field? {
            (2, Value::Bytes(feature)) => raw.push(feature),
            (3, Value::Bytes(key)) => keys.push(std::str::from_utf8(key).unwrap_or("")),
            (4, Value::Bytes(value)) => values.push(word(value)),
            (5, Value::Number(n)) => extent = u32::try_from(n).ok().filter(|e| *e > 0)?,
            _ => {}
        }
    }
    let features = raw.into_iter().filter_map(|f| feature(f, &keys, &values, room)).collect();
    Some(Layer { name, extent, features })
}

fn word(bytes: &[u8]) -> Option<Word<'_>> {
    fields(bytes).flatten().find_map(|field| match field {
        (1, Value::Bytes(text)) => std::str::from_utf8(text).ok().map(Word::Text),
        (2, Value::Four(bits)) => Some(Word::Number(f64::from(f32::from_bits(bits)))),
        (3, Value::Eight(bits)) => Some(Word::Number(f64::from_bits(bits))),
        (4 | 5, Value::Number(n)) => Some(Word::Number(n as f64)),
        (6, Value::Number(n)) => Some(Word::Number(((n >> 1) as i64 ^ -((n & 1) as i64)) as f64)),
        _ => None,
    })
}

fn feature<'a>(
    bytes: &'a [u8],
    keys: &[&'a str],
    values: &[Option<Word<'a>>],
    room: &mut usize,
) -> Option<Feature<'a>> {
    let (mut tags, mut geometry, mut kind) = (&[][..], &[][..], 0);
    for field in fields(bytes) {
        match field? {
            (2, Value::Bytes(packed)) => tags = packed,
            (3, Value::Number(n)) => kind = n,
            (4, Value::Bytes(packed)) => geometry = packed,
            _ => {}
        }
    }
    let shape = match kind {
        1 => Shape::Points,
        2 => Shape::Lines,
        3 => Shape::Rings,
        _ => return None,
    };
    let mut properties = Vec::new();
    while !tags.is_empty() {
        let (key, value) = (varint(&mut tags)?, varint(&mut tags)?);
        let key = keys.get(usize::try_from(key).ok()?)?;
        if let Some(word) = values.get(usize::try_from(value).ok()?)? {
            properties.push((*key, *word));
        }
    }
    Some(Feature { shape, parts: parts(geometry, shape, room)?, properties })
}

fn parts(mut bytes: &[u8], shape: Shape, room: &mut usize) -> Option<Vec<Vec<(i32, i32)>>> {
    let mut parts: Vec<Vec<(i32, i32)>> = Vec::new();
    let (mut x, mut y) = (0i32, 0i32);
    while !bytes.is_empty() {
        let command = varint(&mut bytes)?;
        let (what, times) = (command & 7, usize::try_from(command >> 3).ok()?);
        match what {
            1 | 2 => {
                *room = room.checked_sub(times)?;
                for _ in 0..times {
                    x = x.checked_add(step(&mut bytes)?)?;
                    y = y.checked_add(step(&mut bytes)?)?;
                    match (what, parts.last_mut()) {
                        (2, Some(part)) => part.push((x, y)),
                        (2, None) => return None,
                        _ => parts.push(vec![(x, y)]),
                    }
                }
            }
            // A ring is closed by its nature.
            7 if shape == Shape::Rings => {}
            _ => return None,
        }
    }
    Some(parts)
}

/// A step to the left or right of at most a thousand tiles.
fn step(bytes: &mut &[u8]) -> Option<i32> {
    let n = u32::try_from(varint(bytes)?).ok()?;
    let step = (n >> 1) as i32 ^ -((n & 1) as i32);
    (step.abs() <= 4_194_304).then_some(step)
}

enum Value<'a> {
    Number(u64),
    Four(u32),
    Eight(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message, each with its number; a None ends them where they are broken.
fn fields(mut bytes: &[u8]) -> impl Iterator<Item = Option<(u64, Value<'_>)>> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let read = field(&mut bytes);
        if read.is_none() {
            bytes = &[];
        }
        Some(read)
    })
}

fn field<'a>(bytes: &mut &'a [u8]) -> Option<(u64, Value<'a>)> {
    let head = varint(bytes)?;
    let value = match head & 7 {
        0 => Value::Number(varint(bytes)?),
        1 => Value::Eight(u64::from_le_bytes(take(bytes, 8)?.try_into().ok()?)),
        2 => {
            let length = usize::try_from(varint(bytes)?).ok()?;
            Value::Bytes(take(bytes, length)?)
        }
        5 => Value::Four(u32::from_le_bytes(take(bytes, 4)?.try_into().ok()?)),
        _ => return None,
    };
    Some((head >> 3, value))
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for at in 0..10 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f).checked_shl(7 * at).unwrap_or(0);
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(number: u8, body: &[u8]) -> Vec<u8> {
        [&[number << 3 | 2, u8::try_from(body.len()).unwrap()], body].concat()
    }

    /// A tile with one line from (2,2) by (2,10) to (10,10), called "Kerk", with 3 lanes.
    fn sample() -> Vec<u8> {
        let geometry = message(4, &[9, 4, 4, 18, 0, 16, 16, 0]);
        let feature = [message(2, &[0, 0, 1, 1]), vec![3 << 3, 2], geometry].concat();
        let layer = [
            message(1, b"roads"),
            message(2, &feature),
            message(3, b"name"),
            message(3, b"lanes"),
            message(4, &message(1, b"Kerk")),
            message(4, &[4 << 3, 3]),
            vec![5 << 3, 0x80, 0x20],
        ];
        message(3, &layer.concat())
    }

    #[test]
    fn the_example_of_the_standard_is_read() {
        let tile = sample();
        let layers = layers(&tile, &["roads"]).unwrap();
        let road = &layers[0].features[0];
        assert_eq!((layers[0].name, layers[0].extent), ("roads", 4096));
        assert_eq!(road.parts, [[(2, 2), (2, 10), (10, 10)]]);
        assert_eq!((road.text("name"), road.number("lanes")), (Some("Kerk"), Some(3.0)));
        assert_eq!(super::layers(&tile, &["water"]).unwrap(), []);
    }

    proptest! {
        #[test]
        fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = layers(&bytes, &["roads", ""]);
        }

        #[test]
        fn a_changed_tile_does_not_either(at in 0usize..60, value: u8, cut in 0usize..60) {
            let mut tile = sample();
            let length = tile.len();
            tile[at % length] = value;
            tile.truncate(length - cut.min(length));
            let _ = layers(&tile, &["roads"]);
        }
    }
}
