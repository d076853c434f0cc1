// Maps that can be moved, where Leaflet is there. The picture under them stays for those without script, and for print.
(() => {
  "use strict";
  if (!window.L) return;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const point = (place) => L.circleMarker([place.latitude, place.longitude], { radius: 6, color: colour("--page"), weight: 1.5, fillColor: colour("--denies"), fillOpacity: 1 });
  const around = (place) => L.circle([place.latitude, place.longitude], { radius: place.radius, color: colour("--denies"), weight: 1, dashArray: "4 3", fillOpacity: 0.12 });
  const link = (place) => {
    const found = document.createElement("a");
    found.href = place.link;
    found.textContent = [place.name, place.when].filter(Boolean).join(", ");
    return found;
  };
  async function show(box) {
    const outlines = await (await fetch("/static/countries.json")).json();
    const places = box.dataset.geojson
      ? (await (await fetch(box.dataset.geojson)).json()).features.map((one) => ({
          latitude: one.geometry.coordinates[1], longitude: one.geometry.coordinates[0], radius: one.properties.radius_m || 0,
          name: one.properties.name, when: one.properties.when, link: one.properties.link }))
      : [{ latitude: Number(box.dataset.latitude), longitude: Number(box.dataset.longitude), radius: Number(box.dataset.radius), name: box.dataset.name }];
    if (!places.length) return;
    box.hidden = false;
    box.previousElementSibling.hidden = true;
    const map = L.map(box, { preferCanvas: true, worldCopyJump: true, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, maxZoom: 10 });
    map.attributionControl.setPrefix(false);
    const bounds = L.latLngBounds(places.map((place) => [place.latitude, place.longitude]));
    map.fitBounds(bounds.pad(0.2), { maxZoom: 6, animate: false });
    L.geoJSON(outlines, { style: { color: colour("--control"), weight: 1, fillColor: colour("--land"), fillOpacity: 1 }, interactive: false }).addTo(map);
    for (const place of places) {
      if (place.radius) around(place).addTo(map);
      const dot = point(place).addTo(map);
      if (place.link) dot.bindPopup(link(place)); else dot.bindTooltip(place.name);
    }
    map.attributionControl.addAttribution("Borders imply no position.");
  }
  document.querySelectorAll(".map .live").forEach((box) => {
    show(box)
      .catch((trouble) => { console.warn(String(trouble)); box.hidden = true; box.previousElementSibling.hidden = false; })
      .finally(() => { box.dataset.drawn = "yes"; });
  });
})();
