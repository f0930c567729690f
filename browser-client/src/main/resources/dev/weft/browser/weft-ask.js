/*
 * The banner of data-weft-mode="ask": a region at the page's lower edge with a text and two buttons. It takes no focus
 * and covers nothing for good; Escape within it puts the answer off to the next page. Its words follow the page's
 * language, or are given by data-weft-ask-text, -yes, -no, -more and -link on any script tag.
 */
(() => {
  const WORDS = {
    en: ['Help deliver this site? Your browser would fetch and pass on parts of it directly from and to other visitors, who can see your IP address.', 'Yes', 'No', 'More', 'Faster delivery'],
    de: ['Diese Seite mit verteilen? Ihr Browser würde Teile davon direkt von anderen Besuchern holen und an sie weitergeben; diese können Ihre IP-Adresse sehen.', 'Ja', 'Nein', 'Mehr dazu', 'Schnellere Auslieferung'],
    fr: ['Aider à diffuser ce site ? Votre navigateur échangerait des parties du site directement avec d’autres visiteurs, qui peuvent voir votre adresse IP.', 'Oui', 'Non', 'En savoir plus', 'Diffusion plus rapide'],
    es: ['¿Ayudar a distribuir este sitio? Su navegador intercambiaría partes de él directamente con otros visitantes, que pueden ver su dirección IP.', 'Sí', 'No', 'Más', 'Entrega más rápida'],
  };
  const STYLE = `
    :host { all: initial; position: fixed; z-index: 2147483647; inset: auto 1rem 1rem 1rem; display: flex;
      justify-content: end; pointer-events: none }
    section { pointer-events: auto; max-width: 26rem; max-height: 50vh; overflow: auto; padding: 1rem;
      font: 1rem/1.4 system-ui, sans-serif; color: CanvasText; background: Canvas; color-scheme: light dark;
      border: 1px solid GrayText; border-radius: .5rem }
    p { margin: 0 0 .75rem }
    div { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center }
    button { font: inherit; min-width: 5rem; min-height: 2.75rem; padding: 0 1rem }
    a { color: LinkText }`;

  const given = name => {
    const attribute = `data-weft-ask-${name}`;
    const script = document.querySelector(`script[${attribute}]`);
    return script && script.getAttribute(attribute);
  };
  const languages = [document.documentElement.lang, navigator.language, 'en'];
  const language = languages.map(each => each.slice(0, 2).toLowerCase()).find(each => WORDS[each]);
  const [text, yes, no, more, name] = WORDS[language];

  const host = document.createElement('weft-ask');
  const make = (parent, tag, content, attributes) => {
    const made = document.createElement(tag);
    made.textContent = content;
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    parent.append(made);
    return made;
  };
  const answer = (row, words, consent) =>
    make(row, 'button', words, {type: 'button'}).addEventListener('click', () => weft.consent(consent));

  const shadow = host.attachShadow({mode: 'open'});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
  const region = make(shadow, 'section', '', {'aria-label': name, 'aria-live': 'polite'});
  region.lang = given('text') ? document.documentElement.lang : language;
  region.dir = getComputedStyle(document.documentElement).direction;
  const row = document.createElement('div');
  answer(row, given('yes') || yes, true);
  answer(row, given('no') || no, false);
  if (given('link')) make(row, 'a', given('more') || more, {href: given('link')});
  region.addEventListener('keydown', event => event.key == 'Escape' && host.remove());
  weft.on('consent', () => host.remove());
  document.body.append(host);
  // What a live region says has to come after the region itself.
  make(region, 'p', given('text') || text);
  region.append(row);
})();
