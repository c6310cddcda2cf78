//! The project's own sketch of the region, or what was imported in its place, as GeoJSON for the browser's map.

use serde_json::{Value, json};

use super::super::queries;
use crate::app::App;
use crate::i18n::Lang;

/// Lines (`shows` = `line`), areas (`area`) and names (`place`), each with `kind` and `name` in this language.
pub async fn geojson(app: &App, lang: Lang) -> sqlx::Result<String> {
    let lines = queries::base::lines(&app.db).await?;
    let areas = queries::base::areas(&app.db, lang).await?;
    let names = queries::base::names(&app.db, lang).await?;
    let shapes = |shows: &'static str, shapes: Vec<queries::base::Shape>| {
        shapes.into_iter().map(move |s| {
            let geometry: Value = serde_json::from_str(&s.shape).unwrap_or_default();
            feature(json!({ "shows": shows, "kind": s.kind, "name": s.name }), geometry)
        })
    };
    let degrees = |n: f64| (n * 1e4).round() / 1e4;
    let names = names.into_iter().map(|n| {
        let properties = json!({
            "shows": "place", "kind": n.kind, "name": n.name, "population": n.population,
        });
        let at = json!({ "type": "Point", "coordinates": [degrees(n.lon), degrees(n.lat)] });
        feature(properties, at)
    });
    let features: Vec<Value> =
        shapes("area", areas).chain(shapes("line", lines)).chain(names).collect();
    Ok(json!({ "type": "FeatureCollection", "features": features }).to_string())
}

fn feature(properties: Value, geometry: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}
