import type { Language } from './language.ts';

/**
 * Everything the interface says, in Spanish: a reader is “tú”, and what would call them a man or a woman is said
 * another way. A million of something takes “de”, which is the form `many`.
 */
export const es: Language = {
  words: {
    language: 'es',
    dates: 'es',

    comma: ', ',
    semicolon: '; ',
    skipToStory: 'Ir al artículo',
    by: 'Por',
    updated: 'Actualizado el',
    readingTime: 'Tiempo de lectura',
    minutesShort: { one: '# min', many: '# min', other: '# min' },
    minutes: { one: '# min de lectura', many: '# min de lectura', other: '# min de lectura' },
    draft: 'Borrador: se ve aquí y en ningún otro lugar.',
    tags: 'Más sobre',
    corrections: { one: 'Corrección', many: 'Correcciones', other: 'Correcciones' },
    alsoIn: 'También en',
    picture: 'Imagen:',
    readOn: 'Sigue leyendo',
    previous: 'Anterior',
    next: 'Siguiente',
    related: 'Relacionados',
    earlierArticles: 'Artículos anteriores',
    allArticles: 'Todos los artículos',
    moreArticles: 'Más artículos',
    byTime: 'Por año y mes',
    search: 'Buscar',
    searchLabel: 'Palabras que quieres buscar',
    searchedFor: 'Búsqueda: \u2068{query}\u2069',
    found: {
      zero: 'No se encontró nada.',
      one: '# artículo',
      many: '# de artículos',
      other: '# artículos',
    },
    oembed: {
      title: 'Nada que insertar',
      noAddress: 'Indica qué artículo: /oembed?url= y su dirección.',
      noFormat: 'Aquí solo se responde en JSON.',
    },
    feedOf: 'Artículos de {site}',
    privacy: 'Privacidad',
    footer: 'Las direcciones de correo se guardan solo como hashes con clave.',
    scheme: { title: 'Colores', system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },

    share: 'Compartir este artículo',
    shares: {
      one: 'Compartido # vez',
      many: 'Compartido # de veces',
      other: 'Compartido # veces',
    },
    shareTitle: 'Compartir «{headline}»',
    shareByDevice: 'Compartir…',
    sharePassage: 'Compartir este pasaje',
    shareComment: 'Compartir',
    shareCommentBy: 'Compartir el comentario de \u2068{name}\u2069',
    moreWays: 'Otras formas',
    copyLink: 'Copiar enlace',
    linkCopied: 'Enlace copiado',
    shareLink: 'Enlace',
    shortLink: 'Enlace corto',
    shortLinkHint:
      'Es para siempre. Añádele al final ?via=whatsapp (u otra red), y quienes lleguen por él se contarán aparte.',
    qrCode: 'El enlace corto, como código QR',
    asOthersSeeIt: 'Así lo verán los demás',
    embed: 'Para mostrarlo en otro sitio',
    quoted: '«{passage}»',
    backToArticle: 'Volver al artículo',

    leaveAComment: 'Deja un comentario',
    commentsHeading: 'Comentarios',
    comments: { one: '# comentario', many: '# de comentarios', other: '# comentarios' },
    noComments: 'Aún no hay comentarios. La primera palabra es tuya.',
    moreComments: 'Más comentarios',
    oldestFirst: 'Primero los más antiguos',
    newestFirst: 'Primero los más recientes',
    replies: { one: '# respuesta', many: '# de respuestas', other: '# respuestas' },
    commentsOn: 'Comentarios en «{headline}»',
    storyAway:
      'Ahora mismo no se puede mostrar el texto del artículo. Vuelve a mirar dentro de unos minutos, por favor.',
    conversationAway:
      'Ahora mismo no se puede mostrar la conversación. Vuelve a mirar dentro de unos minutos, por favor.',
    reply: 'Responder',
    replyTo: 'Responder a \u2068{name}\u2069',
    parent: 'Ver a qué responde',
    toParent: 'Ver a qué responde: ir a ese comentario',
    roles: { author: 'Autoría', editor: 'Redacción' },
    pinned: 'Fijado por la redacción',
    inReplyTo: 'En respuesta a',
    anEarlierComment: 'un comentario anterior',
    aCommentThatIsGone: 'un comentario que ya no está aquí',
    yourComment: 'Tu comentario',
    deletedComment: 'Quien escribió este comentario lo eliminó.',
    edited: 'editado',
    on: 'en',
    manage: 'Edítalo o elimínalo; guarda este enlace: es la única manera.',
    managed: {
      pending: 'A la espera de moderación.',
      approved: 'Publicado.',
      rejected: 'No publicado: la moderación decidió en contra.',
      spam: 'A la espera de moderación.',
      deleted: 'Eliminado. No queda nada de él.',
    },
    saveChanges: 'Guardar cambios',
    editableUntil: 'Se puede cambiar hasta el',
    changeNotNow:
      'Ahora mismo no se pudo guardar el cambio. No se ha perdido nada de lo que escribiste: pulsa «Guardar cambios» otra vez dentro de un minuto, por favor.',
    tooLateToEdit:
      'Ya es tarde para cambiar este comentario. Lo que escribiste sigue aquí, para que lo copies.',
    deleteComment: 'Eliminar este comentario',
    deleteHint:
      'Eliminarlo no tiene vuelta atrás. Si alguien respondió, se dirá que aquí se eliminó un comentario.',
    ownStatus: {
      pending:
        'A la espera de moderación. Solo tú puedes verlo, en la dirección de esta página, durante 15 minutos.',
      approved: 'Publicado. Gracias.',
      rejected: 'No publicado: la moderación decidió en contra.',
      spam: 'A la espera de moderación. Solo tú puedes verlo, en la dirección de esta página, durante 15 minutos.',
      deleted: 'Eliminado.',
    },

    closedTitle: 'Sin más respuestas',
    leaveAReply: 'Deja una respuesta',
    leaveAReplyTo: 'Deja una respuesta a \u2068{name}\u2069',
    cancelReply: 'Cancelar respuesta',
    notPublished: 'Tu dirección de correo electrónico no se publicará.',
    requiredFields: 'Los campos obligatorios están marcados con',
    whatHappensToIt: 'Qué se hace con ella',
    comment: 'Comentario',
    name: 'Nombre',
    email: 'Dirección de correo electrónico',
    website: 'Sitio web',
    remember:
      'Guardar mi nombre, mi dirección de correo y mi sitio web en este navegador para la próxima vez que comente.',
    charactersLeft: 'Caracteres restantes: #',
    leaveEmpty: 'Deja esto vacío',
    postComment: 'Publicar comentario',
    showPreview: 'Vista previa',
    preview: 'Así se verá',
    formatting: '*cursiva*, **negrita**, `código`, > citas, - listas y enlaces',
    check:
      'Para no dejar pasar a programas automáticos, Turnstile, de Cloudflare, examina tu navegador y tu dirección IP. Si no puede asegurar que escribe una persona, tu comentario espera a la moderación.',
    whatThatMeans: 'Qué significa eso',
    closed: 'Los comentarios de este artículo están cerrados.',
    closedByAge: {
      one: 'Este artículo dejó de admitir comentarios # día después de su publicación.',
      many: 'Este artículo dejó de admitir comentarios # de días después de su publicación.',
      other: 'Este artículo dejó de admitir comentarios # días después de su publicación.',
    },
    commentFeedOf: 'Comentarios en \u2068{site}\u2069',
    commentBy: '\u2068{name}\u2069 en «{headline}»',
    closedWithoutKey:
      'Los comentarios están cerrados: este sitio no tiene una clave con la que proteger tu dirección, y una protección más débil no basta.',
    keptForYou: 'Tu comentario no se envió. Esto es lo que escribiste, para que lo copies:',
    mendThese: {
      one: 'Tu comentario aún no se ha enviado. Hay una cosa que corregir:',
      many: 'Tu comentario aún no se ha enviado. Hay # de cosas que corregir:',
      other: 'Tu comentario aún no se ha enviado. Hay # cosas que corregir:',
    },
    parentGone:
      'El comentario al que respondías ya no está aquí. Tu texto se conserva: pulsa «Publicar comentario» para publicarlo como comentario aparte.',
    saidBefore: 'Esto mismo ya lo has dicho aquí, así que no se ha publicado otra vez.',
    tooMany: {
      one: 'Ha sido mucho para un solo minuto. Tu texto se conserva: pulsa «Publicar comentario» otra vez dentro de # segundo, por favor.',
      many: 'Ha sido mucho para un solo minuto. Tu texto se conserva: pulsa «Publicar comentario» otra vez dentro de # de segundos, por favor.',
      other:
        'Ha sido mucho para un solo minuto. Tu texto se conserva: pulsa «Publicar comentario» otra vez dentro de # segundos, por favor.',
    },
    seeIt: 'Verlo.',
    notNow:
      'Ahora mismo no se pudo guardar tu comentario. No se ha perdido nada de lo que escribiste: pulsa «Publicar comentario» otra vez dentro de un minuto, por favor.',

    faults: {
      bodyMissing: 'Escribe un comentario, por favor.',
      bodyTooLong: 'Acorta tu comentario, por favor: caben # caracteres.',
      nameMissing:
        'Di cómo quieres que te llamemos, por favor. No hace falta que sea tu nombre real.',
      nameTooLong: 'Acorta el nombre, por favor: caben # caracteres.',
      nameIsAddress:
        'Esto es una dirección de correo electrónico, y el nombre lo ve todo el mundo. Elige otro, por favor.',
      emailMissing:
        'Escribe tu dirección de correo electrónico, por favor. Se convierte en un hash y se olvida de inmediato.',
      emailMalformed:
        'Esto no parece una dirección de correo electrónico. Debería ser como nombre@diario.example.',
      websiteMalformed:
        'Esto no parece una dirección web. Debería empezar por https:// o quedar vacía.',
      websiteTooLong: 'Acorta la dirección web, por favor: caben # caracteres.',
      containsAddress:
        'Aquí aparece la dirección de correo que escribiste, y todo el mundo podría leerla. Quítala, por favor.',
    },

    reports: {
      title: 'Denunciar este comentario',
      link: 'Denunciar',
      linkBy: 'Denunciar el comentario de \u2068{name}\u2069',
      theComment: 'El comentario',
      reason: '¿Qué tiene de malo?',
      reasons: {
        spam: 'Es spam',
        abuse: 'Es insultante u hostil',
        illegal: 'Es contrario a la ley',
        personal: 'Revela datos personales',
        other: 'Otra cosa',
      },
      words: 'Con tus palabras, si quieres',
      send: 'Enviar denuncia',
      sent: 'Gracias. La moderación lo revisará.',
      noReason: 'Elige qué tiene de malo, por favor.',
      tooLong: 'Acorta lo que dices de él, por favor: caben # caracteres.',
      notNow:
        'Ahora mismo no se pudo guardar tu denuncia. No se ha perdido nada de lo que escribiste: pulsa «Enviar denuncia» otra vez dentro de un minuto, por favor.',
    },

    word: {
      waits: {
        one: '# comentario espera en {site}',
        many: '# de comentarios esperan en {site}',
        other: '# comentarios esperan en {site}',
      },
      reported: {
        one: '# comentario denunciado en {site}',
        many: '# de comentarios denunciados en {site}',
        other: '# comentarios denunciados en {site}',
      },
      waiting: 'A la espera de una decisión: {total}, de ellos nuevos: {new}',
      reportedSoFar: 'Denunciados por los lectores: {total}, de ellos nuevos: {new}',
    },

    reference: 'Para avisar de esto, indica:',
    notices: {
      linkGone: {
        title: 'Este enlace ya no sirve',
        text: 'Se puede usar una sola vez, y durante 30 minutos. Pide otro en la página de privacidad.',
      },
      noReports: {
        title: 'Ahora no',
        text: 'No se pueden denunciar comentarios mientras este sitio no tenga clave.',
      },
      notFound: {
        title: 'Aquí no está',
        text: 'No hay nada en esta dirección. Puede que esté mal escrita, o que lo que había se haya retirado.',
      },
      noArticles: {
        title: 'Aún no hay nada publicado',
        text: 'El primer artículo va en src/articles, como archivo Markdown.',
      },
      foreign: {
        title: 'No viene de aquí',
        text: 'Este formulario se envió desde otro sitio, así que no se hizo nada. Usa el formulario de la propia página, por favor.',
      },
      tooLarge: {
        title: 'Demasiado de una vez',
        text: 'Lo enviado ocupa más de 128 KB, así que no se leyó. En un comentario caben 10.000 caracteres.',
      },
      tooLong: {
        title: 'Demasiado largo para leerlo',
        text: 'La dirección, o lo que el navegador envió con ella, es más larga de lo que aquí hace falta.',
      },
      notAForm: {
        title: 'No es un formulario',
        text: 'Esta dirección solo admite formularios HTML.',
      },
      notJson: { title: 'No es JSON', text: 'Esta dirección solo admite JSON.' },
      unreadable: {
        title: 'Ilegible',
        text: 'El formulario llegó dañado y no se pudo leer. Vuelve atrás y envíalo otra vez, por favor.',
      },
      noWay: {
        title: 'No se ha contado',
        text: 'Lo que aquí se cuenta es «copy» o «native», en el campo «network».',
      },
      tooManyTries: {
        title: 'Demasiados intentos',
        text: 'La contraseña fue incorrecta diez veces en este minuto. Inténtalo otra vez en el siguiente, por favor.',
      },
      signIn: {
        title: 'Para quienes moderan',
        text: 'Entra como «moderator» con la contraseña de moderación.',
      },
      accessOnly: {
        title: 'Para quienes moderan',
        text: 'La mesa de moderación se abre a quien Cloudflare Access deja entrar, en la dirección que protege.',
      },
      deskShut: {
        title: 'La mesa de moderación está cerrada',
        text: 'Se abre cuando está definido el secreto MODERATION_PASSWORD y tiene al menos 12 caracteres.',
      },
      databaseAway: {
        title: 'Volvemos en un momento',
        text: 'La base de datos no responde. Inténtalo otra vez dentro de un minuto, por favor.',
      },
      broken: {
        title: 'El error es nuestro',
        text: 'Aquí ha fallado algo. Ha quedado anotado; inténtalo otra vez dentro de un minuto, por favor.',
      },
    },
  },

  privacy: {
    title: 'Privacidad',
    lead: 'Puedes leer este sitio sin dejar nada tras de ti: no se instala ninguna cookie, y a nadie más se le pide nada. Si escribes algo, esto es lo que se guarda de ello.',
    checkedLead:
      'Leer no instala aquí ninguna cookie ni deja nada tras de ti, pero donde los comentarios están abiertos se consulta a un tercero: lo contamos más abajo. Si escribes algo, esto es lo que se guarda de ello.',
    addressTitle: 'Tu dirección de correo electrónico',
    address:
      'La dirección que escribes junto a un comentario se convierte en un hash con clave en cuanto llega, y se olvida. No se almacena, no queda en ningún registro, no se muestra, y no se le envía ningún mensaje, salvo que este sitio pueda enviar correo y tú lo pidas o debas confirmar que la dirección es tuya. Tampoco se guardan tu dirección IP ni el nombre de tu navegador: donde se cuenta algo, un hash de ambos distingue a unos visitantes de otros, como dicen las tablas de más abajo, y al cabo de dos días ya no significa nada.',
    protects:
      'Lo que esto protege: quien robe la base de datos entera no obtiene de ella ninguna dirección, y ni siquiera puede poner una a prueba, porque la clave no está en la base de datos. El hash de tu dirección en otro sitio no tiene nada en común con este.',
    protectsNot:
      'Lo que no protege: dos comentarios de una misma dirección tienen el mismo hash, así que quien vea la base de datos sabe que van juntos. Y quien tenga la base de datos y la clave puede poner a prueba una dirección de la que ya sospeche. Por eso decimos seudónimo, no anónimo. Si tu vida depende de que nadie sepa que escribiste aquí, usa una dirección que no conduzca a nadie.',
    cookieTitle: 'La cookie',
    cookie:
      'Publicar un comentario instala una sola cookie, con un número aleatorio, durante un año, para que no tengas que esperar cada vez a la moderación. Leer no instala ninguna. Lo que haces recordar a este navegador (tu nombre para el próximo comentario, un borrador, claro u oscuro) se queda en él y no se envía a nadie.',
    checkTitle: 'A quién más se consulta',
    check:
      'Donde los comentarios están abiertos, la página carga Turnstile desde challenges.cloudflare.com, que averigua si quien usa el navegador es una persona o un programa. Desde que se abre la página, ve tu dirección IP, lo que tu navegador dice de sí mismo y cómo se comporta. Cuando publicas, este sitio pregunta a Cloudflare si lo que Turnstile puso en tu formulario es válido, y le envía con ello un hash con clave que identifica ese formulario, pero no tu dirección IP ni tu nombre ni una sola palabra tuya. De todo ello se guarda únicamente que un comentario espera, y por qué. Sin JavaScript no se consulta a nadie, y tu comentario espera.',
    recoveryTitle: 'Lo que guarda la plataforma',
    recovery:
      'Este sitio funciona en Cloudflare, que ve pasar cada petición, como la ve cualquier proveedor de alojamiento. Puede devolver la base de datos al estado de cualquier minuto de los últimos 30 días (7 en su plan gratuito), así que, durante ese tiempo, quien administra el sitio puede restaurar lo que elimines. A quien lo hace se le indica cómo conservar la lista de comentarios eliminados, con la que se eliminan de nuevo.',
    tablesTitle: 'Todo lo que se guarda',
    howLong: 'Por cuánto tiempo:',
    yoursTitle: 'Tus comentarios',
    yours:
      'Puedes ver todo lo que se escribió con tu dirección, llevártelo, borrarlo y cambiar el nombre con que aparece. Cada comentario tiene además su propio enlace para eso, que se te mostró cuando lo publicaste.',
    askByMail:
      'Escribe la dirección. Si hay comentarios con ella, se le envía un enlace, válido durante 30 minutos.',
    sendLink: 'Enviarme un enlace',
    sent: 'Si hay comentarios con esta dirección, va un mensaje en camino. El enlace que lleva es válido durante 30 minutos.',
    askEditors:
      'Este sitio no envía correo, así que pídeselo a la redacción. Allí escriben tu dirección en su mesa de moderación, donde se convierte en un hash y se olvida igual que cuando la escribes tú, y te muestran, exportan o borran lo que haya con ella. Cómo ponerte en contacto:',
    emailMalformed: 'Esto no parece una dirección de correo electrónico.',
    linkTitle: 'Este enlace es para ti',
    linkHint: 'Se puede usar una sola vez, y abre tus comentarios durante 30 minutos.',
    openComments: 'Mostrar mis comentarios',
    confirmHint:
      'Este comentario lo escribiste tú, o alguien que puso tu dirección. Si fuiste tú, confírmalo: así se te reconoce también en este dispositivo y no tienes que esperar cada vez a la moderación. Si no, no hagas nada.',
    confirm: 'Fui yo',
    confirmed: 'Gracias. Ya te reconocemos.',
    more: {
      one: 'Se muestra el más antiguo; en la descarga están todos.',
      many: 'Se muestran los # más antiguos; en la descarga están todos.',
      other: 'Se muestran los # más antiguos; en la descarga están todos.',
    },
    nothingYours: 'No hay comentarios con esta dirección.',
    download: 'Descargar todo en JSON',
    nameTitle: 'Cambiar el nombre en todos ellos',
    saveName: 'Guardar nombre',
    nameTaken:
      'Este nombre podría tomarse por el de quien firma artículos aquí. Elige otro, por favor.',
    eraseTitle: 'Borrarlo todo',
    eraseHint:
      'Todos los comentarios con esta dirección se eliminan para siempre, junto con su hash. Donde alguien respondió, se dirá que se eliminó un comentario. Esto no tiene vuelta atrás.',
    erase: 'Borrar todos mis comentarios',
    erased: 'Se ha borrado todo lo que había con esta dirección.',
    mail: {
      linkSubject: 'Tus comentarios en {site}',
      link: 'Alguien, probablemente tú, pidió a {site} los comentarios que se escribieron con esta dirección. Este enlace los abre, una sola vez, durante los próximos 30 minutos:\n\n{url}\n\nSi no fuiste tú, no hagas nada: nadie más tiene este enlace.\n',
      confirmSubject: '¿Escribiste en {site}?',
      confirm:
        'Alguien dejó un comentario en {site} con esta dirección. Si fuiste tú, este enlace lo confirma, una sola vez, durante los próximos 30 minutos:\n\n{url}\n\nSi no fuiste tú, no hagas nada. {site} guarda esta dirección solo como hash con clave.\n',
    },

    kept: {
      articles: {
        what: 'Cuánto se dijo y cuánto se compartió, artículo por artículo.',
        howLong: 'Tanto como el artículo.',
        columns: {
          slug: 'el artículo',
          comment_count: 'cuántos comentarios tiene publicados',
          share_count: 'cuántas veces se compartió',
          revision:
            'un número que crece cuando cambia lo que se ve de ellos, para que un navegador sepa si la página que tiene sigue siendo la misma',
          is_open: 'si admite comentarios, cuando la redacción lo ha dispuesto',
          pinned_id: 'el comentario que la redacción fijó por encima de los demás',
        },
      },
      comments: {
        what: 'Lo que la gente escribió en un artículo.',
        howLong:
          'Hasta que lo elimina quien lo escribió o, en su nombre, la moderación. Lo que se descartó se elimina a los 30 días. De un comentario eliminado que tenía respuestas queda una fila que no dice nada ni pertenece a nadie.',
        columns: {
          id: 'un número que dice cuándo se escribió; forma parte de su dirección',
          slug: 'el artículo',
          parent_id: 'el comentario al que responde',
          path: 'su lugar en la conversación',
          name: 'el nombre que lleva, tal como firmó quien lo escribió; público desde que se publica',
          role: 'que lo escribió alguien de la casa: quien firma el artículo, o la redacción',
          website: 'el sitio web que lleva, si quien lo escribió dio uno; también público',
          body: 'el texto tal como se escribió',
          tree: 'el mismo texto tal como se muestra: sus párrafos, énfasis y enlaces; público desde que se publica',
          face: 'aquello con lo que se dibuja la carita que lleva al lado: la misma para una misma persona en un mismo artículo, y otra en cada uno de los demás',
          status: 'si espera, está publicado, se descartó o se eliminó',
          email_hash:
            'un hash con clave de la dirección de correo. Con él se encuentran los comentarios de una dirección que alguien vuelve a escribir; no se puede revertir',
          email_key: 'qué clave generó ese hash',
          commenter_hash:
            'un hash con clave del número aleatorio de la cookie que se instala al publicar. Dice si vuelve a escribir el mismo navegador. En un comentario traído de otro sitio, donde no había cookie, lo es de la dirección',
          commenter_key: 'qué clave generó ese hash',
          retry_key:
            'un hash con clave del formulario, para que uno enviado dos veces cuente una sola; se elimina al cabo de un día',
          text_key:
            'un hash con clave del texto y de quien lo escribió, para que nadie diga lo mismo dos veces',
          said_key:
            'un hash con clave del texto solo, por el que se reconoce lo que se envía a todas partes',
          visitor:
            'un hash de la dirección de red y del navegador desde los que llegó, con el número aleatorio de ese día: para poder detener un día de spam. Se elimina al cabo de un día, y desde entonces no vale nada',
          verdict: 'qué reglas activó al enviarse, y con cuántos puntos',
          created_at: 'cuándo se escribió',
          edited_at: 'cuándo lo cambió por última vez quien lo escribió',
          decided_at: 'cuándo decidió sobre él la moderación por última vez',
        },
      },
      keys: {
        what: 'Cuánto depende de cada clave, para que ninguna se tire demasiado pronto. Nada sobre ninguna persona.',
        howLong: 'Para siempre.',
        columns: {
          id: 'un nombre para la clave que no revela nada de ella',
          addresses: 'cuántos hashes de direcciones generó',
          commenters: 'cuántos hashes de cookies generó',
        },
      },
      shares: {
        what: 'Cuántas veces se compartió un artículo, red por red. Nada sobre ninguna persona.',
        howLong: 'Tanto como el artículo.',
        columns: {
          slug: 'el artículo',
          network: 'la red, o que se copió el enlace',
          count: 'cuántas veces',
        },
      },
      counts: {
        what: 'Lo mismo, día por día. Nada sobre ninguna persona.',
        howLong: 'Tanto como el artículo.',
        columns: {
          day: 'el día',
          slug: 'el artículo',
          event: 'si se compartió, o si alguien llegó por su enlace corto',
          channel: 'por qué red',
          count: 'cuántas veces',
        },
      },
      salts: {
        what: 'Un número aleatorio por día, sin el cual nada de la tabla siguiente se puede cotejar con nada.',
        howLong:
          'Dos días. Cuando ya no está, ni la base de datos ni clave alguna pueden decir quién vino.',
        columns: { day: 'el día', salt: 'el número aleatorio' },
      },
      visits: {
        what: 'Quién compartió un artículo o llegó por su enlace corto, para no contar a nadie dos veces.',
        howLong: 'Dos días.',
        columns: {
          day: 'el día',
          visitor:
            'un hash con clave de la dirección IP y del navegador, con una clave hecha del secreto y del número aleatorio de ese día. La misma persona tiene otro mañana',
          slug: 'el artículo',
          event: 'si se compartió o se llegó a él',
          channel: 'por qué red',
        },
      },
      tries: {
        what: 'Quién intentó comentar en qué minuto, o entrar con una contraseña incorrecta, para que nadie lo intente demasiadas veces.',
        howLong: 'Dos días.',
        columns: {
          day: 'el día',
          minute: 'el minuto',
          who: 'el mismo hash de dirección IP y navegador de más arriba, el de la red sola o el de la cookie',
          count: 'cuántas veces',
        },
      },
      reports: {
        what: 'Lo que los lectores denuncian a la moderación.',
        howLong: 'Hasta treinta días después de que decida la moderación.',
        columns: {
          comment_id: 'el comentario',
          visitor:
            'el mismo hash de más arriba, para que muchas denuncias de una misma persona cuenten una sola vez',
          reason: 'el motivo que se eligió',
          words: 'lo que dice de él quien lo denuncia',
          created_at: 'cuándo',
        },
      },
      confirmations: {
        what: 'Qué navegadores corresponden a una dirección, cuando su titular lo confirmó con el enlace de un mensaje.',
        howLong: 'Un año, tanto como la cookie; o hasta que quien comentó borre sus comentarios.',
        columns: {
          commenter_hash: 'el hash con clave de la cookie',
          commenter_key: 'qué clave lo generó',
          email_hash: 'el hash con clave de la dirección',
          email_key: 'qué clave lo generó',
          created_at: 'cuándo',
        },
      },
      passes: {
        what: 'Enlaces enviados y aún no usados, y la media hora en que alguien se ocupa de sus comentarios.',
        howLong: 'Válidos durante 30 minutos; se eliminan al cabo de un día.',
        columns: {
          id: 'un hash con clave del código aleatorio del enlace; el código mismo no se guarda',
          purpose: 'qué abre',
          email_hash: 'el hash con clave de la dirección a la que se envió',
          email_key: 'qué clave generó ese hash',
          commenter_hash: 'el hash con clave de la cookie que se ha de confirmar',
          commenter_key: 'qué clave generó ese hash',
          visitor:
            'un hash, como más arriba, de la red desde la que se pidió, para que nadie haga enviar muchos',
          created_at: 'cuándo',
        },
      },
      erased: {
        what: 'Qué comentarios eliminaron quienes los escribieron, para que sigan eliminados aunque se restaure o se importe cualquier cosa. Donde alguien respondió queda una fila que no dice nada; de ellos no queda nada más.',
        howLong: 'Para siempre.',
        columns: { id: 'el número del comentario', erased_at: 'cuándo se eliminó' },
      },
      decisions: {
        what: 'Lo que decidió la moderación. Nada sobre quién escribió un comentario.',
        howLong: 'Para siempre.',
        columns: {
          id: 'un número correlativo',
          batch: 'lo que se decidió pulsando un botón una sola vez, y que se deshace junto',
          comment_id: 'el comentario',
          was: 'qué era antes',
          became: 'qué pasó a ser',
          moderator: 'quién lo decidió: un nombre, nunca una dirección',
          was_decided_at: 'cuándo se había decidido antes sobre él',
          decided_at: 'cuándo',
        },
      },
      phrases: {
        what: 'Palabras y expresiones que vigila la moderación. Nada sobre ninguna persona, salvo que quien modera lo escriba ahí.',
        howLong: 'Hasta que la moderación las quite de la lista.',
        columns: {
          phrase: 'la palabra o expresión',
          effect: 'si un comentario que la contiene se retiene o va a spam',
          moderator: 'quién la puso ahí',
          created_at: 'cuándo',
        },
      },
      blocks: {
        what: 'De quién son los comentarios que van a spam porque así lo dijo la moderación. Nunca una dirección que alguien se limitó a escribir.',
        howLong:
          'Hasta que la moderación levante el bloqueo, y un año como máximo, lo mismo que la cookie; el de un visitante, dos días, y solo surte efecto el primero.',
        columns: {
          who: 'el hash con clave de su cookie, o el hash del visitante en ese día',
          commenter_key: 'qué clave generó el hash de la cookie',
          day: 'el día, cuando es un visitante',
          comment_id: 'el comentario por el que se hizo',
          moderator: 'quién lo hizo',
          created_at: 'cuándo',
        },
      },
      chores: {
        what: 'Cuándo se olvidó por última vez lo que se ha de olvidar, y hasta cuándo se avisó a la redacción de cuánto le espera. Nada sobre ninguna persona.',
        howLong: 'Hasta la próxima vez.',
        columns: {
          name: 'qué se hizo',
          done_at: 'cuándo; o hasta cuándo se avisó',
          rows: 'cuántas filas quitó, o de cuántas se avisó',
        },
      },
    },
  },

  desk: {
    title: 'Moderación',
    shares: 'Compartidos y llegadas',
    lastDays: { one: 'El último día', many: 'Los últimos # de días', other: 'Los últimos # días' },
    byArticle: 'Artículo',
    byChannel: 'Canal',
    noShares: 'En estos días nadie compartió nada ni llegó por un enlace corto.',
    events: { share: 'Compartidos', arrival: 'Llegadas' },
    most: {
      one: 'La barra más alta representa #.',
      many: 'La barra más alta representa #.',
      other: 'La barra más alta representa #.',
    },
    reported: 'Denunciados por los lectores',
    waiting: 'A la espera de una decisión',
    nothing: 'No hay nada a la espera. Disfruta de la calma.',
    changed:
      'El comentario cambió desde que lo miraste, así que no se decidió nada. Esto es lo que dice ahora.',
    defences: 'Palabras y bloqueos',
    decided: {
      one: 'Decidido sobre # comentario.',
      many: 'Decidido sobre # de comentarios.',
      other: 'Decidido sobre # comentarios.',
    },
    undo: 'Deshacer',
    undone: {
      one: 'Deshecho en # comentario.',
      many: 'Deshecho en # de comentarios.',
      other: 'Deshecho en # comentarios.',
    },
    inPlace: 'En su lugar',
    onlyArticle: 'Solo este artículo',
    choose: 'Elegir el comentario de \u2068{name}\u2069',
    chooseAll: 'Todos',
    withChosen: 'Con los elegidos más arriba:',
    earlierComments: 'Comentarios anteriores:',
    noneEarlier: 'Nada anterior de esta persona.',
    approvedEarlier: { one: '# publicado', many: '# publicados', other: '# publicados' },
    turnedDownEarlier: { one: '# descartado', many: '# descartados', other: '# descartados' },
    more: 'Más…',
    noneChosen: 'No se eligió nada. Marca aquello sobre lo que se ha de decidir.',
    notUndone:
      'No se pudo deshacer: alguien decidió después, o el comentario se modificó o se eliminó.',
    isPublished: 'Publicado.',
    block: 'Bloquear:',
    blockKinds: {
      commenter: 'A quien escribió esto: todo lo que envíe va a spam',
      visitor:
        'A quien lo envió, hasta la medianoche UTC, y a quien comparta su red y su navegador',
    },
    isBlocked: 'Bloqueo activo. Lo que envíe va a spam, y se le dice que está en espera.',
    blockNobody: 'Por este comentario ya no se puede bloquear a nadie.',
    searchIn: 'Palabras en el texto, el nombre o el sitio web',
    forReason: 'Motivo',
    anyReason: 'Cualquiera',
    showAll: 'Mostrar todos',
    noneSoFar: 'Nada entre los revisados hasta ahora.',
    keyboard: 'Teclado',
    usesKeys: 'Usar estas teclas',
    shortcuts: {
      j: 'el comentario siguiente',
      k: 'el anterior',
      a: 'aprobar',
      r: 'rechazar',
      s: 'marcar como spam',
      u: 'deshacer la última decisión',
      x: 'elegir, para decidir sobre varios',
      '?': 'esta lista',
    },
    close: 'Cerrar',
    takenBack: 'Deshecho.',
    waits: 'No se envió. ¿Hay conexión? No se decidió nada.',
    approve: 'Aprobar',
    reject: 'Rechazar',
    spam: 'Spam',
    log: 'Decisiones',
    asCsv: 'Todas, en CSV',
    noDecisions: 'Aún no se ha decidido nada.',
    when: 'Cuándo',
    was: 'Antes',
    became: 'Después',
    earlier: 'Anteriores',
    statuses: {
      deleted: 'Eliminado',
      pending: 'En espera',
      approved: 'Publicado',
      rejected: 'Rechazado',
      spam: 'Spam',
    },
    why: 'Por qué:',
    points: { one: '# punto', many: '# de puntos', other: '# puntos' },
    reasons: {
      everything: 'Aquí esperan todos los comentarios',
      first: 'Su primer comentario',
      known: 'Ya se publicaron comentarios suyos',
      lookalike: 'El nombre podría tomarse por el de quien firma artículos',
      links: 'Muchos enlaces',
      trap: 'Se rellenó un campo que se pide dejar vacío',
      quick: 'Se envió más rápido de lo que nadie escribe',
      stale: 'El formulario tenía más de un día',
      elsewhere: 'El mismo texto está en otro lugar, o vino de otra persona',
      busy: 'Varios comentarios en un minuto',
      held: 'Dice lo que se ha de retener:',
      unwanted: 'Dice lo que cuenta como spam:',
      blocked: 'Hay un bloqueo contra quien lo envió',
      unchecked: 'Turnstile no pudo decir si lo envió una persona',
      refused: 'Turnstile tomó por un programa a quien lo envió, o ya conocía el formulario',
    },
    next: 'Más abajo en la cola',
    retention: 'Qué se guarda, y con qué clave',
    keys: 'Claves',
    keyId: 'Clave',
    addresses: 'Direcciones',
    commenters: 'Cookies',
    keyUse: 'Uso',
    keyState: {
      current: 'en uso',
      previous: 'en retirada',
      leaked: 'en retirada, solo encuentra direcciones',
      unknown:
        'no está aquí: lo que generó ya no se puede encontrar. Pon la clave en PREVIOUS_SECRET_KEYS si la tienes',
    },
    keep: {
      one: 'No quites aún esta clave: de ella depende # comentario.',
      many: 'No quites aún esta clave: de ella dependen # de comentarios.',
      other: 'No quites aún esta clave: de ella dependen # comentarios.',
    },
    mayDrop: 'Nada depende de ella: se puede quitar.',
    chores: 'Tareas de cada hora',
    chore: 'Tarea',
    choreNames: {
      visitors: 'Quién vino en días anteriores a ayer',
      turnedDown: 'Lo que se descartó hace 30 días',
      erased: 'Lo que volvió aunque lo eliminó quien lo escribió',
      passes: 'Enlaces y medias horas que ya vencieron',
      email: 'De qué se avisó a la redacción por correo',
      webhook: 'De qué se avisó al webhook',
    },
    webhook: 'Webhook',
    webhookSecret:
      'Lo que se envía a WEBHOOK_URL va firmado. Quien lo recibe lo verifica con este secreto, que cambia con SECRET_KEY:',
    lastDone: 'Última vez',
    rowsGone: 'Filas',
    neverDone: 'Aún no se ha hecho ninguna.',
    find: 'Encontrar los comentarios de alguien',
    findHint:
      'Para quien pide sus comentarios. La dirección se convierte en un hash y se olvida; lo que se encuentra queda abierto durante 30 minutos.',
    findButton: 'Encontrar',
    beginning: 'Desde el principio',
    publicPage: 'La página como la ven los lectores',
    answer: 'Responder en nombre de la redacción',
    answerTo: 'Responder a \u2068{name}\u2069 en nombre de la redacción',
    asAnswer: 'Responder',
    signAs: 'Firmar como',
    signature: 'Nombre de quien firma por la redacción',
    signatureHint: 'Solo cuando firma la redacción.',
    publish: 'Publicar',
    notAnAuthor: 'Elige quién firma.',
    parentGone: 'Aquello a lo que respondes ya no está publicado. Tu texto sigue aquí.',
    pin: 'Fijar por encima de los demás',
    unpin: 'Dejar de fijar',
    opening: 'Comentarios de este artículo',
    openings: {
      open: 'Abiertos, diga lo que diga el artículo',
      closed: 'Cerrados: lo dicho se queda, y no se admite nada más',
      article: 'Como diga el artículo',
    },
    isNow: { open: 'Ahora están abiertos.', closed: 'Ahora están cerrados.' },
    save: 'Guardar',
    nothingSaid: 'Aquí aún no se ha dicho nada.',
    phrases: 'Palabras y expresiones',
    phrasesHint:
      'Palabras enteras, en mayúsculas o minúsculas. * equivale a cualquier serie de letras: casino* encuentra también casinos. Un comentario que dice una de ellas se retiene o va a spam.',
    phrase: 'Palabra o expresión',
    effect: 'Qué pasa con el comentario',
    effects: { hold: 'Se retiene', spam: 'Va a spam' },
    add: 'Añadir',
    remove: 'Quitar',
    noPhrases: 'No se vigila nada.',
    phraseMalformed:
      'Escribe una palabra o expresión de 100 caracteres como máximo; puede llevar *, pero no ser solo un *.',
    phrasesFull: 'La lista está llena: caben 500 expresiones como máximo. Quita antes alguna.',
    blocks: 'A quién se bloquea',
    blocksHint:
      'Lo que envía alguien bloqueado va a spam, y se le dice que está en espera. A alguien se le reconoce por la cookie de un comentario anterior o por una dirección confirmada; nunca por una que solo se escribió, que puede ser de otra persona.',
    noBlocks: 'No se bloquea a nadie.',
    whose: 'A quién',
    blockedAs: { commenter: 'a quien comentó', visitor: 'al visitante, por un día' },
    since: 'Desde',
    by: 'Por quién',
    keyGone:
      'Algunos comentarios dependen de una clave que no está aquí: SECRET_KEY no es la misma que antes. Si no querías cambiarla, vuelve a poner la antigua; si querías, pon la antigua en PREVIOUS_SECRET_KEYS.',
    keyFaults: {
      missing:
        'Falta SECRET_KEY. Los comentarios están cerrados hasta que se defina: una protección más débil no basta.',
      malformed:
        'SECRET_KEY no está en base64url: solo letras, cifras, - y _. Los comentarios están cerrados hasta que lo esté.',
      short:
        'SECRET_KEY tiene menos de 32 bytes. Los comentarios están cerrados hasta que sea lo bastante larga.',
      previous:
        'Una de las claves de PREVIOUS_SECRET_KEYS no lo es: cada una debe ser tan buena como SECRET_KEY, y van separadas por comas. Los comentarios están cerrados hasta que se corrija.',
    },
  },
  // What a copy of the site says that a file server serves: the Worker itself never does.
  copy: {
    lead: 'Esta es una copia para leer: en ella no se puede buscar, comentar ni denunciar nada.',
    site: 'El sitio original',
    gone: 'Esta dirección no forma parte de la copia.',
    moved: 'Sigue aquí',
  },
};
