<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>FrequencyAxis</name>
    <message>
        <source>kHz</source>
        <translation>kHz</translation>
    </message>
    <message>
        <source>Hz</source>
        <translation>Hz</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
</context>
<context>
    <name>LevelScales</name>
    <message>
        <source>estimate</source>
        <translation>estimación</translation>
    </message>
</context>
<context>
    <name>SoundImport</name>
    <message>
        <source>no workspace is open</source>
        <translation>no hay ningún espacio de trabajo abierto</translation>
    </message>
    <message>
        <source>the row has no label</source>
        <translation>la fila no tiene etiqueta</translation>
    </message>
    <message>
        <source>the label is a moment, not a stretch</source>
        <translation>la etiqueta es un instante, no un tramo</translation>
    </message>
    <message>
        <source>the label ends after the recording does</source>
        <translation>la etiqueta termina después que la grabación</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation>Tiempo (s)</translation>
    </message>
    <message>
        <source>Time (h:min:s)</source>
        <translation>Tiempo (h:min:s)</translation>
    </message>
</context>
<context>
    <name>device</name>
    <message>
        <source>GPU support not installed</source>
        <translation>soporte de GPU no instalado</translation>
    </message>
    <message>
        <source>GPU support is installed, but is damaged or of another version</source>
        <translation>el soporte de GPU está instalado, pero está dañado o es de otra versión</translation>
    </message>
    <message>
        <source>GPU support is installed, but there is no NVIDIA driver</source>
        <translation>el soporte de GPU está instalado, pero no hay controlador de NVIDIA</translation>
    </message>
    <message>
        <source>the NVIDIA driver is too old (needs R580 or newer)</source>
        <translation>el controlador de NVIDIA es demasiado antiguo (se necesita R580 o posterior)</translation>
    </message>
    <message>
        <source>the NVIDIA driver finds no graphics card</source>
        <translation>el controlador de NVIDIA no encuentra ninguna tarjeta gráfica</translation>
    </message>
    <message>
        <source>the graphics card is too old (needs Turing or newer and driver R580 or newer)</source>
        <translation>la tarjeta gráfica es demasiado antigua (se necesita Turing o posterior y controlador R580 o posterior)</translation>
    </message>
    <message>
        <source>the graphics card cannot be used</source>
        <translation>la tarjeta gráfica no se puede usar</translation>
    </message>
    <message>
        <source>the GPU is used after a restart of the program</source>
        <translation>la GPU se usará al reiniciar el programa</translation>
    </message>
    <message>
        <source>the graphics card ran out of memory</source>
        <translation>la tarjeta gráfica se quedó sin memoria</translation>
    </message>
    <message>
        <source>the graphics card stopped answering</source>
        <translation>la tarjeta gráfica dejó de responder</translation>
    </message>
</context>
<context>
    <name>hydrophone</name>
    <message>
        <source>shorter than one window of %1.%2 s</source>
        <translation>más corto que una ventana de %1.%2 s</translation>
    </message>
    <message>
        <source>each stretch is shorter than one window of %1.%2 s</source>
        <translation>cada tramo es más corto que una ventana de %1.%2 s</translation>
    </message>
    <message>
        <source>recorded at %1 Hz; the picture needs %2 Hz or more</source>
        <translation>grabado a %1 Hz; la imagen necesita %2 Hz o más</translation>
    </message>
    <message>
        <source>Level (AES17)</source>
        <translation>Nivel (AES17)</translation>
    </message>
</context>
<context>
    <name>mouse</name>
    <message>
        <source>Whose is it</source>
        <translation>De quién es</translation>
    </message>
    <message>
        <source>Which group</source>
        <translation>Qué grupo</translation>
    </message>
    <message>
        <source>Human or machine</source>
        <translation>Humano o máquina</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>Otra persona</translation>
    </message>
    <message>
        <source>Not the person the account belongs to.</source>
        <translation>No es la persona a quien pertenece la cuenta.</translation>
    </message>
    <message>
        <source>Ask the account&apos;s owner before anything else.</source>
        <translation>Antes que nada, pregunte al titular de la cuenta.</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Miembro</translation>
    </message>
    <message>
        <source>One of the group.</source>
        <translation>Una persona del grupo.</translation>
    </message>
    <message>
        <source>Outsider</source>
        <translation>Ajeno</translation>
    </message>
    <message>
        <source>Not one of the group.</source>
        <translation>Una persona ajena al grupo.</translation>
    </message>
    <message>
        <source>Human</source>
        <translation>Humano</translation>
    </message>
    <message>
        <source>A hand moved the pointer.</source>
        <translation>Una mano movió el puntero.</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Máquina</translation>
    </message>
    <message>
        <source>A program moved the pointer.</source>
        <translation>Un programa movió el puntero.</translation>
    </message>
    <message>
        <source>Look for automation on this account.</source>
        <translation>Busque automatización en esta cuenta.</translation>
    </message>
    <message>
        <source>Mouse, screen and clock differ between devices, too: a new device lowers the score of the right person.</source>
        <translation>También el ratón, la pantalla y el reloj difieren entre equipos: un equipo nuevo baja la puntuación de la persona correcta.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Path length (px)</source>
        <translation>Longitud del recorrido (px)</translation>
    </message>
    <message>
        <source>Left clicks</source>
        <translation>Clics izquierdos</translation>
    </message>
    <message>
        <source>Right clicks</source>
        <translation>Clics derechos</translation>
    </message>
    <message>
        <source>Drags</source>
        <translation>Arrastres</translation>
    </message>
    <message>
        <source>Scroll steps</source>
        <translation>Pasos de rueda</translation>
    </message>
    <message>
        <source>Pauses over 1 s</source>
        <translation>Pausas de más de 1 s</translation>
    </message>
    <message>
        <source>Median speed (px/s)</source>
        <translation>Velocidad mediana (px/s)</translation>
    </message>
    <message>
        <source>Median time step</source>
        <translation>Paso de tiempo mediano</translation>
    </message>
    <message>
        <source>the pointer never moves</source>
        <translation>el puntero no se mueve nunca</translation>
    </message>
    <message>
        <source>no time passes</source>
        <translation>no pasa el tiempo</translation>
    </message>
    <message>
        <source>On the screen</source>
        <translation>En la pantalla</translation>
    </message>
    <message>
        <source>Strokes from the centre</source>
        <translation>Trazos desde el centro</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Against time</source>
        <translation>Frente al tiempo</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Rápido</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Medio</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Lento</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Muestras</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Sin uso</translation>
    </message>
    <message>
        <source>Steps under 30 ms</source>
        <translation>Pasos de menos de 30 ms</translation>
    </message>
    <message>
        <source>Steps of 30 to 200 ms</source>
        <translation>Pasos de 30 a 200 ms</translation>
    </message>
    <message>
        <source>Steps over 200 ms</source>
        <translation>Pasos de más de 200 ms</translation>
    </message>
    <message>
        <source>the recorder&apos;s clock</source>
        <translation>el reloj de la grabadora</translation>
    </message>
    <message>
        <source>speed alone</source>
        <translation>la velocidad sola</translation>
    </message>
    <message>
        <source>the position on the screen</source>
        <translation>la posición en la pantalla</translation>
    </message>
    <message>
        <source>the size of the screen</source>
        <translation>el tamaño de la pantalla</translation>
    </message>
    <message>
        <source>clock, speed, position and reach together</source>
        <translation>reloj, velocidad, posición y alcance juntos</translation>
    </message>
    <message>
        <source>%1 rows lack a field or hold no number where one is needed; dropped</source>
        <translation>a %1 filas les falta un campo o un número donde hace falta; descartadas</translation>
    </message>
    <message>
        <source>%1 events are nothing a pointer did (load, focus, key …); dropped</source>
        <translation>%1 eventos no son nada que hiciera un puntero (carga, foco, tecla…); descartados</translation>
    </message>
    <message>
        <source>%1 broken line at the end of a file still being written; dropped</source>
        <translation>%1 línea incompleta al final de un archivo que aún se escribe; descartada</translation>
    </message>
    <message>
        <source>%1 rows have no position; the path is broken there</source>
        <translation>%1 filas no tienen posición; la trayectoria se corta ahí</translation>
    </message>
    <message>
        <source>%1 rows repeat the one before them in every field; dropped</source>
        <translation>%1 filas repiten la anterior en todos los campos; descartadas</translation>
    </message>
    <message>
        <source>%1 rows ran backwards in time; sorted</source>
        <translation>%1 filas retrocedían en el tiempo; ordenadas</translation>
    </message>
    <message>
        <source>%1 rows run backwards in time; dropped</source>
        <translation>%1 filas retroceden en el tiempo; descartadas</translation>
    </message>
    <message>
        <source>%1 presses or releases lack their partner; closed at the next press of that button or at the end</source>
        <translation>a %1 pulsaciones o sueltas les falta la pareja; cerradas en la siguiente pulsación de ese botón o al final</translation>
    </message>
    <message>
        <source>%1 rows have the time of the row before; merged where speed is computed</source>
        <translation>%1 filas tienen la hora de la anterior; unidas donde se calcula la velocidad</translation>
    </message>
    <message>
        <source>%1 positions lie outside the declared screen; kept</source>
        <translation>%1 posiciones quedan fuera de la pantalla declarada; conservadas</translation>
    </message>
    <message>
        <source>%1 pauses are longer than %2 s; no line bridges them</source>
        <translation>%1 pausas duran más de %2 s; ninguna línea las cruza</translation>
    </message>
    <message>
        <source>%1 jumps of more than half the screen take less than %2 ms; kept</source>
        <translation>%1 saltos de más de media pantalla duran menos de %2 ms; conservados</translation>
    </message>
    <message>
        <source>%1 pieces of path have fewer than %2 points; kept</source>
        <translation>%1 trozos de trayectoria tienen menos de %2 puntos; conservados</translation>
    </message>
    <message>
        <source>%1 events are of a finger among those of a mouse</source>
        <translation>%1 eventos son de un dedo entre los de un ratón</translation>
    </message>
    <message>
        <source>%1 events are of a finger, not of a mouse</source>
        <translation>%1 eventos son de un dedo, no de un ratón</translation>
    </message>
    <message>
        <source>the session has only %1 events with a position; at least %2 are needed</source>
        <translation>la sesión solo tiene %1 eventos con posición; hacen falta al menos %2</translation>
    </message>
    <message>
        <source>too little data: %1 window, at least %2 are needed</source>
        <translation>muy pocos datos: %1 ventana, hacen falta al menos %2</translation>
    </message>
    <message>
        <source>too little data: %1 windows, at least %2 are needed</source>
        <translation>muy pocos datos: %1 ventanas, hacen falta al menos %2</translation>
    </message>
</context>
<context>
    <name>progress</name>
    <message>
        <source>reading</source>
        <translation>leyendo</translation>
    </message>
    <message>
        <source>grouping</source>
        <translation>agrupando</translation>
    </message>
    <message>
        <source>training</source>
        <translation>entrenando</translation>
    </message>
    <message>
        <source>judging</source>
        <translation>juzgando</translation>
    </message>
    <message>
        <source>figures</source>
        <translation>cifras</translation>
    </message>
    <message>
        <source>computing features</source>
        <translation>calculando características</translation>
    </message>
</context>
<context>
    <name>pumpcards</name>
    <message>
        <source>A fluid pound and gas interference can look the same. A fluid level shot and the casing pressure tell them apart.</source>
        <translation>El golpe de fluido y la interferencia de gas pueden verse igual. Una medición del nivel de fluido y la presión del anular los distinguen.</translation>
    </message>
    <message>
        <source>A full pump, a tubing leak and a well that flows can draw the same card. Compare production with the pump&apos;s displacement, and pressure-test the tubing.</source>
        <translation>Una bomba llena, una fuga en la tubería y un pozo que fluye pueden dibujar la misma carta. Compare la producción con el desplazamiento de la bomba y pruebe la tubería con presión.</translation>
    </message>
    <message>
        <source>Wear of barrel or plunger and a leaking travelling valve look alike. A valve check and the trend over weeks tell them apart.</source>
        <translation>El desgaste del barril o del pistón y la fuga de la válvula viajera se parecen. Una prueba de válvulas y la tendencia de semanas los distinguen.</translation>
    </message>
    <message>
        <source>Friction along the rods hides in a surface card. A pump card computed for this well shows where it sits.</source>
        <translation>La fricción a lo largo de las varillas se esconde en una carta de superficie. Una carta de fondo calculada para este pozo muestra dónde está.</translation>
    </message>
    <message>
        <source>The depth of the break, and a very light load for another reason, need the rod string&apos;s weight to tell.</source>
        <translation>La profundidad de la rotura, o una carga muy ligera por otra causa, solo se saben con el peso de la sarta de varillas.</translation>
    </message>
    <message>
        <source>A slow pick-up is also the first sign of a travelling valve leak. Do a valve check.</source>
        <translation>Una toma de carga lenta es también la primera señal de fuga de la válvula viajera. Haga una prueba de válvulas.</translation>
    </message>
    <message>
        <source>A flowing well, a parted string and valves that leak badly all draw thin cards. Production and the rod weight tell them apart.</source>
        <translation>Un pozo que fluye, una sarta partida y unas válvulas con mucha fuga dibujan cartas delgadas. La producción y el peso de las varillas los distinguen.</translation>
    </message>
    <message>
        <source>Normal, full pump</source>
        <translation>Normal, bomba llena</translation>
    </message>
    <message>
        <source>The pump fills on every stroke and both valves close in time: level top and bottom lines, steep sides, sharp corners.</source>
        <translation>La bomba se llena en cada carrera y ambas válvulas cierran a tiempo: líneas superior e inferior planas, lados empinados, esquinas vivas.</translation>
    </message>
    <message>
        <source>Nothing to repair. Keep this card as the reference and follow fillage and area over time.</source>
        <translation>Nada que reparar. Guarde esta carta como referencia y siga el llenado y el área en el tiempo.</translation>
    </message>
    <message>
        <source>Fluid pound, pumped off</source>
        <translation>Golpe de fluido, pozo agotado</translation>
    </message>
    <message>
        <source>The barrel is only partly filled. On the way down the rods keep the fluid load until the plunger strikes the fluid, then lose it at once: the lower right corner is missing.</source>
        <translation>El barril se llena solo en parte. Al bajar, las varillas mantienen la carga de fluido hasta que el pistón golpea el fluido y la pierden de golpe: falta la esquina inferior derecha.</translation>
    </message>
    <message>
        <source>Pump less: fewer strokes, pump-off control or intermittent running, a shorter stroke or a smaller plunger. Inspect the rods if it has pounded for long.</source>
        <translation>Bombee menos: menos carreras, control de agotamiento o marcha intermitente, carrera más corta o pistón menor. Revise las varillas si ha golpeado mucho tiempo.</translation>
    </message>
    <message>
        <source>Gas interference</source>
        <translation>Interferencia de gas</translation>
    </message>
    <message>
        <source>Gas in the barrel is compressed before the travelling valve can open, so the load is released in a curve; the pick-up may be rounded as the gas expands again.</source>
        <translation>El gas del barril se comprime antes de que la válvula viajera pueda abrir, así que la carga se suelta en curva; la toma de carga puede ser redondeada al volver a expandirse el gas.</translation>
    </message>
    <message>
        <source>Fit or improve a gas separator, set the intake lower, space the pump close to the bottom, run at variable speed. Allow more strokes before pump-off control stops: this is no pound.</source>
        <translation>Ponga o mejore un separador de gas, baje la entrada, espacie la bomba cerca del fondo, use velocidad variable. Permita más carreras antes de que pare el control de agotamiento: esto no es golpe de fluido.</translation>
    </message>
    <message>
        <source>Gas lock</source>
        <translation>Bloqueo por gas</translation>
    </message>
    <message>
        <source>Gas fills the barrel and neither valve opens: the loop has collapsed, load changes hands at neither end and nothing is produced.</source>
        <translation>El gas llena el barril y no abre ninguna válvula: el lazo se ha hundido, la carga no se transfiere en ningún extremo y no se produce nada.</translation>
    </message>
    <message>
        <source>Slow down or stop until the pump fills, re-space it, add a separator or more submergence.</source>
        <translation>Vaya más despacio o pare hasta que la bomba se llene, reespáciela, añada un separador o más sumergencia.</translation>
    </message>
    <message>
        <source>Travelling valve leak</source>
        <translation>Fuga de la válvula viajera</translation>
    </message>
    <message>
        <source>Fluid slips past the travelling valve or the plunger: load is picked up late and lost early, so the top of the card is a dome.</source>
        <translation>El fluido se escurre por la válvula viajera o el pistón: la carga se toma tarde y se pierde pronto, así que lo alto de la carta es una cúpula.</translation>
    </message>
    <message>
        <source>Confirm with a travelling-valve check: the load decays. Flush or hot-wash; if that fails pull the pump. Look for sand.</source>
        <translation>Confirme con una prueba de válvula viajera: la carga decae. Lave o lave en caliente; si no sirve, saque la bomba. Busque arena.</translation>
    </message>
    <message>
        <source>Standing valve leak</source>
        <translation>Fuga de la válvula fija</translation>
    </message>
    <message>
        <source>Fluid runs back through the standing valve on the way down: load is released late and climbs again before the bottom, so the lower line hangs like a bow.</source>
        <translation>El fluido vuelve por la válvula fija al bajar: la carga se suelta tarde y sube otra vez antes del fondo, así que la línea inferior cuelga como un arco.</translation>
    </message>
    <message>
        <source>Confirm with a standing-valve check: the load rises. Flush; if that fails pull the pump and replace the valve.</source>
        <translation>Confirme con una prueba de válvula fija: la carga sube. Lave; si no sirve, saque la bomba y cambie la válvula.</translation>
    </message>
    <message>
        <source>Both valves leak</source>
        <translation>Fuga de ambas válvulas</translation>
    </message>
    <message>
        <source>Neither valve holds: a thin rounded lens around one load level.</source>
        <translation>Ninguna válvula retiene: una lente delgada y redonda en torno a un nivel de carga.</translation>
    </message>
    <message>
        <source>Wash the pump; if the card does not open up again, pull it.</source>
        <translation>Lave la bomba; si la carta no vuelve a abrirse, sáquela.</translation>
    </message>
    <message>
        <source>Worn barrel or plunger</source>
        <translation>Barril o pistón gastado</translation>
    </message>
    <message>
        <source>The fit between plunger and barrel has opened: a domed top as with a leaking travelling valve, growing over weeks while the area falls.</source>
        <translation>El ajuste entre pistón y barril se ha abierto: cúpula arriba como con fuga de la válvula viajera, que crece en semanas mientras cae el área.</translation>
    </message>
    <message>
        <source>Follow the trend and pull the pump when it no longer pays. Review metallurgy and sand control.</source>
        <translation>Siga la tendencia y saque la bomba cuando deje de convenir. Revise la metalurgia y el control de arena.</translation>
    </message>
    <message>
        <source>Split or holed barrel</source>
        <translation>Barril rajado o perforado</translation>
    </message>
    <message>
        <source>The load is lost part of the way up, where the plunger passes the hole.</source>
        <translation>La carga se pierde a media subida, donde el pistón pasa el agujero.</translation>
    </message>
    <message>
        <source>Pull the pump and replace the barrel.</source>
        <translation>Saque la bomba y cambie el barril.</translation>
    </message>
    <message>
        <source>Plunger leaves the barrel</source>
        <translation>El pistón sale del barril</translation>
    </message>
    <message>
        <source>The load drops in mid-upstroke and stays low to the top: the plunger has come out of the barrel.</source>
        <translation>La carga cae a media subida y sigue baja hasta arriba: el pistón se ha salido del barril.</translation>
    </message>
    <message>
        <source>Lower the rods so that the plunger stays in the barrel.</source>
        <translation>Baje las varillas para que el pistón quede en el barril.</translation>
    </message>
    <message>
        <source>Plunger not in the barrel</source>
        <translation>El pistón no está en el barril</translation>
    </message>
    <message>
        <source>The fluid load is never picked up: the plunger has not entered the barrel.</source>
        <translation>La carga de fluido no se toma nunca: el pistón no ha entrado en el barril.</translation>
    </message>
    <message>
        <source>Re-space the pump so that the plunger enters the barrel.</source>
        <translation>Reespacie la bomba para que el pistón entre en el barril.</translation>
    </message>
    <message>
        <source>Unanchored tubing</source>
        <translation>Tubería sin anclar</translation>
    </message>
    <message>
        <source>The tubing stretches and recoils with the load: a parallelogram leaning to the right, with level top and bottom.</source>
        <translation>La tubería se estira y se encoge con la carga: un paralelogramo inclinado a la derecha, plano arriba y abajo.</translation>
    </message>
    <message>
        <source>Set or repair the tubing anchor; count the stroke that is lost until then.</source>
        <translation>Coloque o repare el ancla de tubería; cuente la carrera que se pierde hasta entonces.</translation>
    </message>
    <message>
        <source>Tubing leak</source>
        <translation>Fuga en la tubería</translation>
    </message>
    <message>
        <source>Fluid is lost between pump and surface: the card looks nearly normal, load and production are low.</source>
        <translation>Se pierde fluido entre la bomba y la superficie: la carta parece casi normal, la carga y la producción son bajas.</translation>
    </message>
    <message>
        <source>Pressure-test the tubing. The shape of a card does not prove this.</source>
        <translation>Pruebe la tubería con presión. La forma de una carta no lo demuestra.</translation>
    </message>
    <message>
        <source>Tagging at the bottom</source>
        <translation>Golpe en el fondo</translation>
    </message>
    <message>
        <source>The pump strikes at the bottom of the stroke: a spike below the lower line at the left end.</source>
        <translation>La bomba golpea al final de la bajada: un pico bajo la línea inferior en el extremo izquierdo.</translation>
    </message>
    <message>
        <source>Raise the rods until the blow is gone.</source>
        <translation>Suba las varillas hasta que desaparezca el golpe.</translation>
    </message>
    <message>
        <source>Tagging at the top</source>
        <translation>Golpe arriba</translation>
    </message>
    <message>
        <source>The pump strikes at the top of the stroke: a spike above the upper line at the right end.</source>
        <translation>La bomba golpea al final de la subida: un pico sobre la línea superior en el extremo derecho.</translation>
    </message>
    <message>
        <source>Lower the rods until the blow is gone, and check the wellhead.</source>
        <translation>Baje las varillas hasta que desaparezca el golpe y revise el cabezal.</translation>
    </message>
    <message>
        <source>Stuck plunger</source>
        <translation>Pistón atascado</translation>
    </message>
    <message>
        <source>The plunger does not move: the card is a steep thin line, nothing but rod stretch.</source>
        <translation>El pistón no se mueve: la carta es una línea delgada y empinada, solo estiramiento de varillas.</translation>
    </message>
    <message>
        <source>Stop the unit. Hot oil or a wash may free the plunger; otherwise pull the pump.</source>
        <translation>Pare la unidad. Aceite caliente o un lavado pueden soltar el pistón; si no, saque la bomba.</translation>
    </message>
    <message>
        <source>Bent or sticking barrel</source>
        <translation>Barril doblado o que roza</translation>
    </message>
    <message>
        <source>At one position the plunger sticks: the same hump on the way up and dip on the way down, stroke after stroke.</source>
        <translation>El pistón se traba en una posición: la misma joroba al subir y el mismo hueco al bajar, carrera tras carrera.</translation>
    </message>
    <message>
        <source>Pull the pump; check its seat and the dogleg at that depth.</source>
        <translation>Saque la bomba; revise su asiento y la desviación a esa profundidad.</translation>
    </message>
    <message>
        <source>Travelling valve closes late</source>
        <translation>La válvula viajera cierra tarde</translation>
    </message>
    <message>
        <source>Only the pick-up at the lower left is soft; the rest of the card is full.</source>
        <translation>Solo es blanda la toma de carga abajo a la izquierda; el resto de la carta está lleno.</translation>
    </message>
    <message>
        <source>Service the valve cage, consider the fluid&apos;s viscosity, and watch for a leak that starts this way.</source>
        <translation>Repase la jaula de la válvula, considere la viscosidad del fluido y vigile una fuga que empieza así.</translation>
    </message>
    <message>
        <source>Parted rods</source>
        <translation>Varillas partidas</translation>
    </message>
    <message>
        <source>The string hangs without its lower part: a flat thin loop far below the normal load, near or below the weight above the break, and no production.</source>
        <translation>La sarta cuelga sin su parte baja: un lazo plano y delgado muy por debajo de la carga normal, cerca o por debajo del peso sobre la rotura, y sin producción.</translation>
    </message>
    <message>
        <source>Shut the well in, estimate the depth of the break from the load, and fish.</source>
        <translation>Cierre el pozo, estime la profundidad de la rotura por la carga y pesque.</translation>
    </message>
    <message>
        <source>Pumping while flowing</source>
        <translation>Bombeo con pozo fluyente</translation>
    </message>
    <message>
        <source>The well lifts part of its fluid itself: a thin loop between no load and the full fluid load, yet production is good.</source>
        <translation>El pozo levanta parte de su fluido por sí solo: un lazo delgado entre carga nula y la carga de fluido llena, aunque la producción es buena.</translation>
    </message>
    <message>
        <source>Let it flow, and review whether it needs lifting now.</source>
        <translation>Déjelo fluir y revise si ahora necesita levantamiento.</translation>
    </message>
    <message>
        <source>Excess friction</source>
        <translation>Fricción excesiva</translation>
    </message>
    <message>
        <source>Stuffing box, paraffin or a dogleg hold the rods back: a fat loop, too high on top and too low at the bottom, with dents.</source>
        <translation>El prensaestopas, la parafina o una desviación frenan las varillas: un lazo gordo, demasiado alto arriba y demasiado bajo abajo, con abolladuras.</translation>
    </message>
    <message>
        <source>Loosen the stuffing box, fit rod guides, treat with hot oil or chemicals.</source>
        <translation>Afloje el prensaestopas, ponga guías de varilla, trate con aceite caliente o químicos.</translation>
    </message>
    <message>
        <source>Heavy oil</source>
        <translation>Crudo pesado</translation>
    </message>
    <message>
        <source>Thick fluid drags on the rods: a smooth, swollen, rounded loop of larger area.</source>
        <translation>El fluido espeso arrastra las varillas: un lazo liso, hinchado y redondo, de mayor área.</translation>
    </message>
    <message>
        <source>Heat or dilute the oil, pump slower, use more clearance between plunger and barrel.</source>
        <translation>Caliente o diluya el crudo, bombee más despacio, use más holgura entre pistón y barril.</translation>
    </message>
    <message>
        <source>Sand</source>
        <translation>Arena</translation>
    </message>
    <message>
        <source>Sand scrapes between plunger and barrel: a jagged, quickly changing load.</source>
        <translation>La arena raspa entre pistón y barril: una carga dentada que cambia deprisa.</translation>
    </message>
    <message>
        <source>Control the sand and pump slower.</source>
        <translation>Controle la arena y bombee más despacio.</translation>
    </message>
    <message>
        <source>Inertia, vibration</source>
        <translation>Inercia, vibración</translation>
    </message>
    <message>
        <source>The rods ring strongly at the surface while the pump itself mostly works as it should.</source>
        <translation>Las varillas vibran con fuerza en la superficie mientras la bomba trabaja casi como debe.</translation>
    </message>
    <message>
        <source>Change the strokes per minute; compare them with the string&apos;s natural frequency.</source>
        <translation>Cambie los golpes por minuto; compárelos con la frecuencia natural de la sarta.</translation>
    </message>
    <message>
        <source>What the pump does under the ringing shows only in a computed pump card.</source>
        <translation>Lo que hace la bomba bajo la vibración solo se ve en una carta de fondo calculada.</translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation>Datos malos</translation>
    </message>
    <message>
        <source>Zeros, clipping, a turned or open loop: the recording, not the pump, is wrong.</source>
        <translation>Ceros, recortes, un lazo girado o abierto: lo malo es el registro, no la bomba.</translation>
    </message>
    <message>
        <source>Repair the sensor or its settings, then record again.</source>
        <translation>Repare el sensor o sus ajustes y registre otra vez.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>No stroke: the unit stands still.</source>
        <translation>Sin carrera: la unidad está parada.</translation>
    </message>
    <message>
        <source>Start the unit, or record again while it runs.</source>
        <translation>Arranque la unidad o registre otra vez mientras marcha.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocida</translation>
    </message>
    <message>
        <source>None of the listed conditions.</source>
        <translation>Ninguna de las condiciones de la lista.</translation>
    </message>
    <message>
        <source>Put the card into the queue and ask somebody who knows the well.</source>
        <translation>Ponga la carta en la cola y pregunte a quien conozca el pozo.</translation>
    </message>
    <message>
        <source>SPM not in the file</source>
        <translation>el archivo no trae los gpm</translation>
    </message>
    <message>
        <source>PPRL</source>
        <translation>PPRL</translation>
    </message>
    <message>
        <source>Highest load</source>
        <translation>Carga máxima</translation>
    </message>
    <message>
        <source>MPRL</source>
        <translation>MPRL</translation>
    </message>
    <message>
        <source>Lowest load</source>
        <translation>Carga mínima</translation>
    </message>
    <message>
        <source>Load range</source>
        <translation>Rango de carga</translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation>Carrera</translation>
    </message>
    <message>
        <source>Plunger stroke</source>
        <translation>Carrera del pistón</translation>
    </message>
    <message>
        <source>SPM</source>
        <translation>GPM</translation>
    </message>
    <message>
        <source>Area (work per stroke)</source>
        <translation>Área (trabajo)</translation>
    </message>
    <message>
        <source>Polished-rod power</source>
        <translation>Potencia en superficie</translation>
    </message>
    <message>
        <source>Pump power</source>
        <translation>Potencia de la bomba</translation>
    </message>
    <message>
        <source>Fillage</source>
        <translation>Llenado</translation>
    </message>
    <message>
        <source>needs a pump card</source>
        <translation>hace falta una carta de fondo</translation>
    </message>
    <message>
        <source>Fillage (tubing taken as anchored)</source>
        <translation>Llenado (tubería anclada)</translation>
    </message>
    <message>
        <source>no load transfer found on the way down</source>
        <translation>no se halló transferencia de carga al bajar</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Puntos</translation>
    </message>
    <message>
        <source>peak load</source>
        <translation>carga máxima</translation>
    </message>
    <message>
        <source>lowest load</source>
        <translation>carga mínima</translation>
    </message>
    <message>
        <source>length of the stroke</source>
        <translation>longitud de la carrera</translation>
    </message>
    <message>
        <source>area of the card</source>
        <translation>área de la carta</translation>
    </message>
    <message>
        <source>load range</source>
        <translation>rango de carga</translation>
    </message>
    <message>
        <source>share of its box that the card fills</source>
        <translation>parte de su recuadro que llena la carta</translation>
    </message>
    <message>
        <source>load in the middle of the up-stroke</source>
        <translation>carga a mitad de la carrera ascendente</translation>
    </message>
    <message>
        <source>load in the middle of the down-stroke</source>
        <translation>carga a mitad de la carrera descendente</translation>
    </message>
    <message>
        <source>gap between the strokes in their middle</source>
        <translation>distancia entre las carreras a su mitad</translation>
    </message>
    <message>
        <source>moment of the top of the stroke</source>
        <translation>momento del punto más alto de la carrera</translation>
    </message>
    <message>
        <source>pumping speed</source>
        <translation>velocidad de bombeo</translation>
    </message>
    <message>
        <source>speed known or not</source>
        <translation>velocidad conocida o no</translation>
    </message>
</context>
<context>
    <name>sightline::ui::Bench</name>
    <message>
        <source>this sample is no longer open</source>
        <translation>esta muestra ya no está abierta</translation>
    </message>
    <message>
        <source>no workspace is open</source>
        <translation>no hay ningún espacio de trabajo abierto</translation>
    </message>
    <message>
        <source>a class needs a name</source>
        <translation>una clase necesita un nombre</translation>
    </message>
    <message>
        <source>there is a class &quot;%1&quot; already</source>
        <translation>ya hay una clase «%1»</translation>
    </message>
    <message>
        <source>all of a recording cannot be moved</source>
        <translation>una grabación entera no se puede mover</translation>
    </message>
    <message>
        <source>this is what the model heard: judge it instead</source>
        <translation>esto es lo que oyó el modelo: júzguelo en su lugar</translation>
    </message>
    <message>
        <source>there is a box of exactly this time and band already</source>
        <translation>ya hay un recuadro con exactamente este tiempo y esta banda</translation>
    </message>
</context>
<context>
    <name>sightline::ui::CardPlot</name>
    <message>
        <source>Surface card</source>
        <translation>Carta de superficie</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Lazo</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>What the plot shows</source>
        <translation>Qué muestra el gráfico</translation>
    </message>
    <message>
        <source>Reference card</source>
        <translation>Carta de referencia</translation>
    </message>
    <message>
        <source>Show the whole card (F)</source>
        <translation>Mostrar la carta entera (F)</translation>
    </message>
    <message>
        <source>Show the whole card</source>
        <translation>Mostrar la carta entera</translation>
    </message>
    <message>
        <source>Load against position</source>
        <translation>Carga frente a posición</translation>
    </message>
    <message>
        <source>Position against time</source>
        <translation>Posición frente al tiempo</translation>
    </message>
    <message>
        <source>Load against time</source>
        <translation>Carga frente al tiempo</translation>
    </message>
    <message>
        <source>Choose a card in the list.</source>
        <translation>Elija una carta en la lista.</translation>
    </message>
    <message>
        <source>Position (%1)</source>
        <translation>Posición (%1)</translation>
    </message>
    <message>
        <source>Load (%1)</source>
        <translation>Carga (%1)</translation>
    </message>
    <message>
        <source>Reference %1</source>
        <translation>Referencia %1</translation>
    </message>
    <message>
        <source>Up-stroke</source>
        <translation>Carrera ascendente</translation>
    </message>
    <message>
        <source>Down-stroke</source>
        <translation>Carrera descendente</translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation>Tiempo (s)</translation>
    </message>
    <message>
        <source>Share of the stroke</source>
        <translation>Parte de la carrera</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Carga</translation>
    </message>
    <message>
        <source>top of stroke</source>
        <translation>punto más alto</translation>
    </message>
    <message>
        <source>well %1</source>
        <translation>pozo %1</translation>
    </message>
    <message>
        <source>Remove the reference card %1 (R)</source>
        <translation>Quitar la carta de referencia %1 (R)</translation>
    </message>
    <message>
        <source>Keep this card beneath the others as the reference (R)</source>
        <translation>Dejar esta carta debajo de las demás como referencia (R)</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4 · %5, point %6</source>
        <translation>%1 %2, %3 %4 · %5, punto %6</translation>
    </message>
    <message>
        <source>up</source>
        <translation>subiendo</translation>
    </message>
    <message>
        <source>down</source>
        <translation>bajando</translation>
    </message>
    <message>
        <source>Pump card, measured</source>
        <translation>Carta de fondo, medida</translation>
    </message>
    <message>
        <source>Pump card, computed</source>
        <translation>Carta de fondo, calculada</translation>
    </message>
    <message>
        <source>Predicted card</source>
        <translation>Carta prevista</translation>
    </message>
    <message>
        <source>Where it looked</source>
        <translation>Dónde miró</translation>
    </message>
</context>
<context>
    <name>sightline::ui::CardTab</name>
    <message>
        <source>Cards</source>
        <translation>Cartas</translation>
    </message>
    <message>
        <source>Up-stroke</source>
        <translation>Carrera ascendente</translation>
    </message>
    <message>
        <source>Down-stroke</source>
        <translation>Carrera descendente</translation>
    </message>
    <message>
        <source>Absolute scale</source>
        <translation>Escala absoluta</translation>
    </message>
    <message>
        <source>Up · Down · Scale</source>
        <translation>Sube · Baja · Escala</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Carta</translation>
    </message>
    <message>
        <source>Choose a card in the list, or open a file.</source>
        <translation>Elija una carta en la lista o abra un archivo.</translation>
    </message>
    <message>
        <source>Trained on simulated cards, not proved on your wells.</source>
        <translation>Entrenado con cartas simuladas, sin probar en sus pozos.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::ComparisonView</name>
    <message>
        <source>%1 % (%2 to %3, n %4)</source>
        <translation>%1 % (%2 a %3, n %4)</translation>
    </message>
    <message>
        <source>On the held-back cards</source>
        <translation>En las cartas reservadas</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>En servicio</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>Figures of both models</source>
        <translation>Cifras de ambos modelos</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>Cartas</translation>
    </message>
    <message>
        <source>Found, in service</source>
        <translation>Halladas, en servicio</translation>
    </message>
    <message>
        <source>Found, new</source>
        <translation>Halladas, nuevo</translation>
    </message>
    <message>
        <source>Per class</source>
        <translation>Por clase</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Carta</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>In service says</source>
        <translation>El de servicio dice</translation>
    </message>
    <message>
        <source>New says</source>
        <translation>El nuevo dice</translation>
    </message>
    <message>
        <source>Now right</source>
        <translation>Ahora bien</translation>
    </message>
    <message>
        <source>Now wrong</source>
        <translation>Ahora mal</translation>
    </message>
    <message>
        <source>Confusion matrix of the new model</source>
        <translation>Matriz de confusión del modelo nuevo</translation>
    </message>
    <message>
        <source>Confusions of the new model</source>
        <translation>Confusiones del modelo nuevo</translation>
    </message>
    <message>
        <source>Double click shows the card.</source>
        <translation>Un doble clic muestra la carta.</translation>
    </message>
    <message>
        <source>The new model may go into service</source>
        <translation>El modelo nuevo puede entrar en servicio</translation>
    </message>
    <message>
        <source>Better keep the model in service</source>
        <translation>Mejor conservar el modelo en servicio</translation>
    </message>
    <message>
        <source>In service: %1, trained on %2. New: %3, trained on %4. Both judged the same %5 cards of %6 sources that neither was trained on.</source>
        <translation>En servicio: %1, entrenado con %2. Nuevo: %3, entrenado con %4. Ambos juzgaron las mismas %5 cartas de %6 fuentes con las que ninguno se entrenó.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Now right (%1)</source>
        <translation>Ahora bien (%1)</translation>
    </message>
    <message>
        <source>Now wrong (%1)</source>
        <translation>Ahora mal (%1)</translation>
    </message>
    <message>
        <source>Right (accuracy)</source>
        <translation>Aciertos (exactitud)</translation>
    </message>
    <message>
        <source>Right, every class counting alike (macro-F1)</source>
        <translation>Aciertos, todas las clases por igual (macro-F1)</translation>
    </message>
    <message>
        <source>Right among the first two</source>
        <translation>Acierto entre las dos primeras</translation>
    </message>
    <message>
        <source>Answered, not abstained</source>
        <translation>Contestadas, sin abstenerse</translation>
    </message>
    <message>
        <source>Error of the stated certainty (ECE)</source>
        <translation>Error de la certeza declarada (ECE)</translation>
    </message>
    <message>
        <source>does not know it</source>
        <translation>no la conoce</translation>
    </message>
    <message>
        <source>bad data</source>
        <translation>datos malos</translation>
    </message>
    <message>
        <source>True when said, in service</source>
        <translation>Ciertas al decirlo, en servicio</translation>
    </message>
    <message>
        <source>True when said, new</source>
        <translation>Ciertas al decirlo, nuevo</translation>
    </message>
    <message>
        <source>Found: of the cards of this class, how many the model names so (recall). True when said: of the cards the model names so, how many are (precision).</source>
        <translation>Halladas: de las cartas de esta clase, cuántas nombra así el modelo (exhaustividad). Ciertas al decirlo: de las cartas que el modelo nombra así, cuántas lo son (precisión).</translation>
    </message>
    <message>
        <source>The new model does not exceed what the device, the desk or the day alone betray by more than its interval: it may have learnt these.</source>
        <translation>El modelo nuevo no supera en más de su intervalo lo que delatan por sí solos el aparato, el puesto o el día: puede que haya aprendido eso.</translation>
    </message>
    <message>
        <source>Told apart (area under the ROC curve)</source>
        <translation>Distinguidas (área bajo la curva ROC)</translation>
    </message>
    <message>
        <source>… of which is reachable from %1</source>
        <translation>… de lo que se alcanza con %1</translation>
    </message>
</context>
<context>
    <name>sightline::ui::EventBar</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 (95 %: %2 to %3, n = %4)</source>
        <translation>%1 (95 %: de %2 a %3, n = %4)</translation>
    </message>
    <message>
        <source>Events from</source>
        <translation>Eventos desde</translation>
    </message>
    <message>
        <source>Probability from which events are shown</source>
        <translation>Probabilidad desde la que se muestran los eventos</translation>
    </message>
    <message>
        <source>Back to the model&apos;s own threshold</source>
        <translation>Volver al umbral propio del modelo</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Escuchando</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>Dejar de escuchar</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Escuchar</translation>
    </message>
    <message>
        <source>Let the model listen to the whole recording</source>
        <translation>Que el modelo escuche toda la grabación</translation>
    </message>
    <message>
        <source>Waits until the recordings before it are listened through.</source>
        <translation>Espera a que se escuchen las grabaciones anteriores.</translation>
    </message>
    <message>
        <source>Waits for the model.</source>
        <translation>Espera al modelo.</translation>
    </message>
    <message>
        <source>Not listened through.</source>
        <translation>No se ha escuchado entera.</translation>
    </message>
    <message>
        <source>No model: nothing is listened to.</source>
        <translation>Sin modelo: no se escucha nada.</translation>
    </message>
    <message>
        <source>Listening: %1</source>
        <translation>Escuchando: %1</translation>
    </message>
    <message>
        <source> · %1 × real time</source>
        <translation> · %1 × tiempo real</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · quedan %1</translation>
    </message>
    <message>
        <source>The mark at 50 % is the model&apos;s own threshold: a score of %1.</source>
        <translation>La marca en 50 % es el umbral propio del modelo: una puntuación de %1.</translation>
    </message>
    <message numerus="yes">
        <source> It was chosen on %n labelled box(es).</source>
        <translation>
            <numerusform> Se eligió con %n recuadro etiquetado.</numerusform>
            <numerusform> Se eligió con %n recuadros etiquetados.</numerusform>
        </translation>
    </message>
    <message>
        <source> It is a guess: there were no labels to choose it on.</source>
        <translation> Es una suposición: no había etiquetas con que elegirlo.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n evento</numerusform>
            <numerusform>%n eventos</numerusform>
        </translation>
    </message>
    <message>
        <source> · the model learnt from the labels here: they do not tell how good it is</source>
        <translation> · el modelo aprendió de las etiquetas de aquí: no dicen lo bueno que es</translation>
    </message>
    <message>
        <source> · label the calls of a recording to see how many are found</source>
        <translation> · etiquete las llamadas de una grabación para ver cuántas se encuentran</translation>
    </message>
    <message>
        <source> · %1 of %2 boxes found · precision %3 · recall %4</source>
        <translation> · %1 de %2 recuadros encontrados · precisión %3 · exhaustividad %4</translation>
    </message>
    <message>
        <source> · %1 false alarms per hour</source>
        <translation> · %1 falsas alarmas por hora</translation>
    </message>
    <message>
        <source>Precision %1</source>
        <translation>Precisión %1</translation>
    </message>
    <message>
        <source>Recall %1</source>
        <translation>Exhaustividad %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 found, %2 missed, %3 false alarms, in %n recording(s).</source>
        <translation>
            <numerusform>%1 encontrados, %2 perdidos, %3 falsas alarmas, en %n grabación.</numerusform>
            <numerusform>%1 encontrados, %2 perdidos, %3 falsas alarmas, en %n grabaciones.</numerusform>
        </translation>
    </message>
    <message>
        <source>An event outside all boxes counts as a false alarm: precision means something only where all calls of a recording are labelled.</source>
        <translation>Un evento fuera de todos los recuadros cuenta como falsa alarma: la precisión solo significa algo donde están etiquetadas todas las llamadas de una grabación.</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) the model has learnt from are left out.</source>
        <translation>
            <numerusform>Se omite %n recuadro del que aprendió el modelo.</numerusform>
            <numerusform>Se omiten %n recuadros de los que aprendió el modelo.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::FileOpener</name>
    <message>
        <source>no reader recognises this file. Open a table, .dyn, .ts, .json, .xlsx or .sql file with position and load.</source>
        <translation>ningún lector reconoce este archivo. Abra una tabla, .dyn, .ts, .json, .xlsx o .sql con posición y carga.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>Primeros pasos</translation>
    </message>
    <message>
        <source>Dismiss the first steps</source>
        <translation>Cerrar los primeros pasos</translation>
    </message>
    <message>
        <source>Look at the next card (Right)</source>
        <translation>Mire la carta siguiente (Derecha)</translation>
    </message>
    <message>
        <source>Move the mouse over the plot</source>
        <translation>Mueva el ratón por el gráfico</translation>
    </message>
    <message>
        <source>Confirm (Enter), correct (1 … 9)</source>
        <translation>Confirme (Intro), corrija (1 … 9)</translation>
    </message>
    <message>
        <source>Open or drop your own files</source>
        <translation>Abra o arrastre sus archivos</translation>
    </message>
    <message>
        <source>See what retraining needs</source>
        <translation>Vea qué pide el reentreno</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
</context>
<context>
    <name>sightline::ui::ImportWizard</name>
    <message>
        <source>How is %1 to be read?</source>
        <translation>¿Cómo hay que leer %1?</translation>
    </message>
    <message>
        <source>This file can be read in more than one way</source>
        <translation>Este archivo puede leerse de más de una manera</translation>
    </message>
    <message>
        <source>Nothing is guessed silently. Your answers are remembered for files of the same layout.</source>
        <translation>Nada se adivina en silencio. Sus respuestas se recuerdan para archivos con la misma disposición.</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>El archivo</translation>
    </message>
    <message>
        <source>First lines of the file</source>
        <translation>Primeras líneas del archivo</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Preguntas</translation>
    </message>
    <message>
        <source>What comes of it</source>
        <translation>Lo que resulta</translation>
    </message>
    <message>
        <source>Preview of the first card</source>
        <translation>Vista previa de la primera carta</translation>
    </message>
    <message>
        <source>Answer the questions to see the card.</source>
        <translation>Conteste las preguntas para ver la carta.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elija…</translation>
    </message>
    <message>
        <source>%1 (suggested)</source>
        <translation>%1 (sugerido)</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vista previa</translation>
    </message>
    <message>
        <source>Still to answer: %1</source>
        <translation>Falta contestar: %1</translation>
    </message>
    <message>
        <source>With these answers there is no card in the file.</source>
        <translation>Con estas respuestas no hay ninguna carta en el archivo.</translation>
    </message>
    <message>
        <source>Position (%1)</source>
        <translation>Posición (%1)</translation>
    </message>
    <message>
        <source>Load (%1)</source>
        <translation>Carga (%1)</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s).</source>
        <translation>
            <numerusform>%n carta.</numerusform>
            <numerusform>%n cartas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Noticed: %1</source>
        <translation>Observado: %1</translation>
    </message>
</context>
<context>
    <name>sightline::ui::IssueList</name>
    <message>
        <source>Not opened</source>
        <translation>No abierto</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>Duda</translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation>Datos malos</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>What was noticed</source>
        <translation>Lo observado</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Veces</translation>
    </message>
</context>
<context>
    <name>sightline::ui::IssuesPanel</name>
    <message>
        <source>Issues</source>
        <translation>Incidencias</translation>
    </message>
    <message>
        <source>Double click jumps to where it was seen, each time one further.</source>
        <translation>Un doble clic salta a donde se vio, cada vez a la siguiente.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::ListPanel</name>
    <message>
        <source>Find id, class, file, comment</source>
        <translation>Buscar número, clase, archivo…</translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation>Buscar en la lista</translation>
    </message>
    <message>
        <source>Show only this state</source>
        <translation>Mostrar solo este estado</translation>
    </message>
    <message>
        <source>Show only this class</source>
        <translation>Mostrar solo esta clase</translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation>Orden de la lista</translation>
    </message>
    <message>
        <source>As in the files</source>
        <translation>Como en los archivos</translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation>Primero las menos seguras</translation>
    </message>
    <message>
        <source>Most certain first</source>
        <translation>Primero las más seguras</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>Al azar</translation>
    </message>
    <message>
        <source>Newest file first</source>
        <translation>Primero el último archivo</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Muestras</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Todos los estados</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>Todas las clases</translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation>Nada abierto</translation>
    </message>
    <message>
        <source>Open a file or a folder, or drop it anywhere in this window.</source>
        <translation>Abra un archivo o una carpeta, o suéltelos en cualquier lugar de esta ventana.</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Abrir archivos…</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nada coincide</translation>
    </message>
    <message numerus="yes">
        <source>All %n sample(s) are filtered out.</source>
        <translation>
            <numerusform>El filtro oculta la única muestra.</numerusform>
            <numerusform>El filtro oculta las %n muestras.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Quitar el filtro</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>In what order the samples come up for review. &quot;Least certain first&quot; holds a random one at every tenth place, so that the labels stay representative. &quot;Doubtful labels first&quot; brings up labels the model contradicts, of samples it was not trained on.</source>
        <translation>En qué orden salen las muestras a revisión. «Primero las menos seguras» lleva una al azar en cada décimo lugar, para que las etiquetas sigan siendo representativas. «Primero las etiquetas dudosas» trae las etiquetas que el modelo contradice, de muestras con las que no se entrenó.</translation>
    </message>
    <message>
        <source>Doubtful labels first</source>
        <translation>Primero las etiquetas dudosas</translation>
    </message>
</context>
<context>
    <name>sightline::ui::Listener</name>
    <message>
        <source>Listening</source>
        <translation>Escuchando</translation>
    </message>
</context>
<context>
    <name>sightline::ui::MainWindow</name>
    <message>
        <source>Kinds of signal</source>
        <translation>Tipos de señal</translation>
    </message>
    <message>
        <source>Pump cards</source>
        <translation>Cartas de bombeo</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Ratón</translation>
    </message>
    <message>
        <source>Hydrophone</source>
        <translation>Hidrófono</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Abrir…</translation>
    </message>
    <message>
        <source>Open files (Ctrl+O)</source>
        <translation>Abrir archivos (Ctrl+O)</translation>
    </message>
    <message>
        <source>Retrain…</source>
        <translation>Reentrenar…</translation>
    </message>
    <message>
        <source>Train a new model on your labels (Ctrl+R)</source>
        <translation>Entrenar un modelo nuevo con sus etiquetas (Ctrl+R)</translation>
    </message>
    <message>
        <source>Issues</source>
        <translation>Incidencias</translation>
    </message>
    <message>
        <source>Press the class&apos;s key or button to label with %1.</source>
        <translation>Pulse la tecla o el botón de la clase para etiquetar con %1.</translation>
    </message>
    <message>
        <source>Stopped. Samples without a verdict get one when you look at them.</source>
        <translation>Detenido. Las muestras sin veredicto lo reciben cuando las mire.</translation>
    </message>
    <message>
        <source>Opening was stopped; what was read stays open.</source>
        <translation>La apertura se detuvo; lo leído queda abierto.</translation>
    </message>
    <message>
        <source>There is no file of a known kind in there.</source>
        <translation>Ahí no hay ningún archivo de un tipo conocido.</translation>
    </message>
    <message>
        <source>Nothing was opened</source>
        <translation>No se abrió nada</translation>
    </message>
    <message>
        <source>The file was not opened</source>
        <translation>El archivo no se abrió</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n file(s) was opened</source>
        <translation>
            <numerusform>El archivo no se abrió</numerusform>
            <numerusform>Ninguno de los %n archivos se abrió</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be opened: see the issues.</source>
        <translation>
            <numerusform>%n archivo no pudo abrirse: vea las incidencias.</numerusform>
            <numerusform>%n archivos no pudieron abrirse: vea las incidencias.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of other kinds were left out.</source>
        <translation>
            <numerusform>Se dejó fuera %n archivo de otro tipo.</numerusform>
            <numerusform>Se dejaron fuera %n archivos de otros tipos.</numerusform>
        </translation>
    </message>
    <message>
        <source>This did not happen</source>
        <translation>Esto no se hizo</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>Abriendo %1</translation>
    </message>
    <message>
        <source>Verdicts %1 of %2</source>
        <translation>Veredictos %1 de %2</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>not opened: how to read it was not answered. Open it again to answer.</source>
        <translation>no se abrió: no se contestó cómo leerlo. Ábralo otra vez para contestar.</translation>
    </message>
    <message>
        <source>Training is under way</source>
        <translation>Hay un entrenamiento en marcha</translation>
    </message>
    <message>
        <source>Closing stops it; nothing of it is kept. Labels and everything else are saved.</source>
        <translation>Cerrar lo detiene y no se guarda nada de él. Las etiquetas y todo lo demás están guardados.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>Tab: %1</source>
        <translation>Pestaña: %1</translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation>Abrir archivos…</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Abrir una carpeta…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Ajustes…</translation>
    </message>
    <message>
        <source>Show or hide the issues</source>
        <translation>Mostrar u ocultar las incidencias</translation>
    </message>
    <message>
        <source>Next area</source>
        <translation>Zona siguiente</translation>
    </message>
    <message>
        <source>Previous area</source>
        <translation>Zona anterior</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>Mostrar las teclas</translation>
    </message>
    <message>
        <source>Close what lies on top, stop</source>
        <translation>Cerrar lo que está encima, parar</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>Juzgar</translation>
    </message>
    <message>
        <source>Class %1 of the pad, next</source>
        <translation>Clase %1 del panel y siguiente</translation>
    </message>
    <message>
        <source>Confirm the model&apos;s first choice, next</source>
        <translation>Confirmar la primera opción del modelo y siguiente</translation>
    </message>
    <message>
        <source>Unsure: to the expert, next</source>
        <translation>Dudosa: al experto y siguiente</translation>
    </message>
    <message>
        <source>Bad data: out of training, next</source>
        <translation>Datos malos: fuera del entrenamiento y siguiente</translation>
    </message>
    <message>
        <source>Skip, no label, next</source>
        <translation>Saltar sin etiqueta y siguiente</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>Into the queue, or out of it</source>
        <translation>Poner en la cola o quitar</translation>
    </message>
    <message>
        <source>Undo, back to that sample</source>
        <translation>Deshacer y volver a esa muestra</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Mirar</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Hide or show the model&apos;s opinion</source>
        <translation>Ocultar o mostrar la opinión del modelo</translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation>Buscar en la lista</translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation>Orden de la lista</translation>
    </message>
    <message>
        <source>Plot and picture</source>
        <translation>Gráfico e imagen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>Cursor one point back</source>
        <translation>Cursor un punto atrás</translation>
    </message>
    <message>
        <source>Cursor one point on</source>
        <translation>Cursor un punto adelante</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Revisión</translation>
    </message>
    <message>
        <source>Take over the labels in the files</source>
        <translation>Tomar las etiquetas de los archivos</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modelo</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Primeros pasos</translation>
    </message>
    <message>
        <source>Open the samples</source>
        <translation>Abrir las muestras de ejemplo</translation>
    </message>
    <message>
        <source>About Sightline</source>
        <translation>Acerca de Sightline</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Abrir reciente</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Workspace…</source>
        <translation>Espacio de trabajo…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast, for sunlight</source>
        <translation>Alto contraste, para el sol</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>Metric (m, kN, kW)</source>
        <translation>Métricas (m, kN, kW)</translation>
    </message>
    <message>
        <source>Oilfield (in, lbf, hp)</source>
        <translation>Petroleras (in, lbf, hp)</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>Vaciar esta lista</translation>
    </message>
    <message>
        <source>Nothing is open</source>
        <translation>No hay nada abierto</translation>
    </message>
    <message>
        <source>Recordings (%1)</source>
        <translation>Registros (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Open recordings</source>
        <translation>Abrir registros</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Abrir una carpeta</translation>
    </message>
    <message>
        <source>Open or create a workspace</source>
        <translation>Abrir o crear un espacio de trabajo</translation>
    </message>
    <message>
        <source>Workspaces (*.sightline)</source>
        <translation>Espacios de trabajo (*.sightline)</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Training is under way in this workspace: let it finish or stop it first.</source>
        <translation>Hay un entrenamiento en marcha en este espacio de trabajo: espere a que acabe o deténgalo antes.</translation>
    </message>
    <message>
        <source>The list as CSV…</source>
        <translation>La lista como CSV…</translation>
    </message>
    <message>
        <source>The plot as PNG…</source>
        <translation>El gráfico como PNG…</translation>
    </message>
    <message>
        <source>The picture as PNG…</source>
        <translation>La imagen como PNG…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>Imágenes PNG (*.png)</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Escrito: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) taken over.</source>
        <translation>
            <numerusform>Se tomó %n etiqueta.</numerusform>
            <numerusform>Se tomaron %n etiquetas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) had a label already.</source>
        <translation>
            <numerusform>%n muestra ya tenía etiqueta.</numerusform>
            <numerusform>%n muestras ya tenían etiqueta.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not known: %1.</source>
        <translation>No conocidas: %1.</translation>
    </message>
    <message>
        <source>Labels of the files</source>
        <translation>Etiquetas de los archivos</translation>
    </message>
    <message>
        <source>Sightline %1</source>
        <translation>Sightline %1</translation>
    </message>
    <message>
        <source>A signal comes in as a file, becomes a picture, a network judges the picture, a person judges the network, and the person&apos;s judgement becomes the next network.

Everything happens on this computer; nothing is sent anywhere.
Workspace: %1

Free software, GPL-3.0-or-later.</source>
        <translation>Una señal llega como archivo, se vuelve imagen, una red juzga la imagen, una persona juzga a la red y el juicio de la persona se vuelve la red siguiente.

Todo ocurre en este equipo; nada se envía a ninguna parte.
Espacio de trabajo: %1

Software libre, GPL-3.0 o posterior.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>%1 … %2</source>
        <translation>%1 … %2</translation>
    </message>
    <message>
        <source>Label with that class of the pad, next</source>
        <translation>Etiquetar con esa clase del panel y siguiente</translation>
    </message>
    <message>
        <source>Where the network looked, on or off</source>
        <translation>Dónde miró la red: mostrar u ocultar</translation>
    </message>
    <message>
        <source>Where it looked for the other of its two choices</source>
        <translation>Dónde miró para la otra de sus dos opciones</translation>
    </message>
    <message>
        <source>Next source or file</source>
        <translation>Fuente o archivo siguiente</translation>
    </message>
    <message>
        <source>Previous source or file</source>
        <translation>Fuente o archivo anterior</translation>
    </message>
    <message>
        <source>Show the whole signal</source>
        <translation>Mostrar la señal entera</translation>
    </message>
    <message>
        <source>Draw the signal the other way</source>
        <translation>Dibujar la señal de la otra manera</translation>
    </message>
    <message>
        <source>Keep as reference to compare, or remove it</source>
        <translation>Dejar como referencia para comparar o quitarla</translation>
    </message>
    <message>
        <source>Play, or pause</source>
        <translation>Reproducir o pausar</translation>
    </message>
    <message>
        <source>Window or detection before</source>
        <translation>Ventana o detección anterior</translation>
    </message>
    <message>
        <source>Next window or detection</source>
        <translation>Ventana o detección siguiente</translation>
    </message>
    <message>
        <source>Listening was stopped; the button below a recording begins it anew.</source>
        <translation>Se dejó de escuchar; el botón bajo la grabación empieza de nuevo.</translation>
    </message>
    <message>
        <source>Listening, %1 × real time</source>
        <translation>Escuchando, %1 × tiempo real</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>Escuchando</translation>
    </message>
</context>
<context>
    <name>sightline::ui::MeasuresPanel</name>
    <message>
        <source>Measures</source>
        <translation>Medidas</translation>
    </message>
    <message>
        <source>Read with: %1</source>
        <translation>Leído con: %1</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>Sin conocer: %1</translation>
    </message>
</context>
<context>
    <name>sightline::ui::MousePath</name>
    <message>
        <source>left button down</source>
        <translation>botón izquierdo pulsado</translation>
    </message>
    <message>
        <source>right button down</source>
        <translation>botón derecho pulsado</translation>
    </message>
    <message>
        <source>button down</source>
        <translation>botón pulsado</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>x %1, y %2</source>
        <translation>x %1, y %2</translation>
    </message>
    <message>
        <source>%1 px/s</source>
        <translation>%1 px/s</translation>
    </message>
    <message>
        <source>after a pause of %1 s</source>
        <translation>tras una pausa de %1 s</translation>
    </message>
</context>
<context>
    <name>sightline::ui::MouseTab</name>
    <message>
        <source>Sessions</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesión</translation>
    </message>
    <message>
        <source>Choose a session in the list, or open a file.</source>
        <translation>Elija una sesión de la lista o abra un archivo.</translation>
    </message>
    <message>
        <source>Trained on simulated sessions, not proved on your users.</source>
        <translation>Entrenado con sesiones simuladas, sin comprobar con sus usuarios.</translation>
    </message>
    <message>
        <source>Not only the hand differs</source>
        <translation>No solo la mano es distinta</translation>
    </message>
</context>
<context>
    <name>sightline::ui::MouseView</name>
    <message>
        <source>%1: %2, here %3</source>
        <translation>%1: %2; aquí, %3</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Puntuación</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Recorrido</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Pantalla</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Trazos</translation>
    </message>
    <message>
        <source>How the path is drawn</source>
        <translation>Cómo se dibuja el recorrido</translation>
    </message>
    <message>
        <source>Where on the screen, or every stroke from one centre, whatever its place on the screen (T)</source>
        <translation>En su lugar de la pantalla, o cada trazo desde un mismo centro, esté donde esté en la pantalla (T)</translation>
    </message>
    <message>
        <source>Draw the sessions known to be of the same account behind it</source>
        <translation>Dibujar detrás las sesiones que se sabe que son de la misma cuenta</translation>
    </message>
    <message>
        <source>Show the whole session (F)</source>
        <translation>Mostrar la sesión completa (F)</translation>
    </message>
    <message>
        <source>Path of the pointer</source>
        <translation>Recorrido del puntero</translation>
    </message>
    <message>
        <source>Choose a session in the list.</source>
        <translation>Elija una sesión de la lista.</translation>
    </message>
    <message>
        <source>Speed against time, and the windows the session is judged by</source>
        <translation>Velocidad frente al tiempo y las ventanas por las que se juzga la sesión</translation>
    </message>
    <message>
        <source>Replay (Space)</source>
        <translation>Reproducir (Espacio)</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Velocidad de reproducción</translation>
    </message>
    <message>
        <source>Speed of the replay; pauses are cut short</source>
        <translation>Velocidad de reproducción; las pausas se acortan</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>px/s</source>
        <translation>px/s</translation>
    </message>
    <message>
        <source>This session has no event with a position.</source>
        <translation>Esta sesión no tiene ningún evento con posición.</translation>
    </message>
    <message>
        <source>Speed (px/s)</source>
        <translation>Velocidad (px/s)</translation>
    </message>
    <message>
        <source>Not judged yet</source>
        <translation>Aún sin juzgar</translation>
    </message>
    <message>
        <source>How probable each window is: %1</source>
        <translation>Qué probable es en cada ventana: %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>window %1 of %2</source>
        <translation>ventana %1 de %2</translation>
    </message>
    <message>
        <source>%1 stays behind every other session until you press R again.</source>
        <translation>%1 queda detrás de cualquier otra sesión hasta que vuelva a pulsar R.</translation>
    </message>
    <message>
        <source>Nothing is kept to compare with any more.</source>
        <translation>Ya no se guarda nada para comparar.</translation>
    </message>
    <message>
        <source>Behind it: %1</source>
        <translation>Detrás: %1</translation>
    </message>
    <message numerus="yes">
        <source>Behind it: %n selected session(s)</source>
        <translation>
            <numerusform>Detrás: %n sesión seleccionada</numerusform>
            <numerusform>Detrás: %n sesiones seleccionadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Behind it: %n session(s) of %1</source>
        <translation>
            <numerusform>Detrás: %n sesión de %1</numerusform>
            <numerusform>Detrás: %n sesiones de %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pausar (Espacio)</translation>
    </message>
</context>
<context>
    <name>sightline::ui::PicturePanel</name>
    <message>
        <source>What the network sees</source>
        <translation>Lo que ve la red</translation>
    </message>
    <message>
        <source>Picture as the network receives it</source>
        <translation>Imagen tal como la recibe la red</translation>
    </message>
    <message>
        <source>No picture yet.</source>
        <translation>Aún no hay imagen.</translation>
    </message>
    <message>
        <source>Channel of the picture</source>
        <translation>Canal de la imagen</translation>
    </message>
    <message>
        <source>From no ink (0) to full ink (1)</source>
        <translation>De sin tinta (0) a tinta llena (1)</translation>
    </message>
    <message>
        <source>Image recipe</source>
        <translation>Receta de la imagen</translation>
    </message>
    <message>
        <source>%1 × %2 pixels · %3</source>
        <translation>%1 × %2 píxeles · %3</translation>
    </message>
    <message>
        <source>Where the network looked</source>
        <translation>Dónde miró la red</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacidad</translation>
    </message>
    <message>
        <source>How strongly it covers the picture</source>
        <translation>Con qué fuerza cubre la imagen</translation>
    </message>
    <message>
        <source>From nothing (0) to most (1); the line runs at one half</source>
        <translation>De nada (0) a lo máximo (1); la línea pasa por la mitad</translation>
    </message>
    <message>
        <source>Where the network looked (%1)</source>
        <translation>Dónde miró la red (%1)</translation>
    </message>
    <message>
        <source>shows where, not why</source>
        <translation>muestra dónde, no por qué</translation>
    </message>
</context>
<context>
    <name>sightline::ui::PlaybackBar</name>
    <message>
        <source>Play (Space)</source>
        <translation>Reproducir (Espacio)</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>Detener (Esc)</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Speed; the pitch moves with it</source>
        <translation>Velocidad; el tono cambia con ella</translation>
    </message>
    <message>
        <source>Hear the band alone</source>
        <translation>Oír solo la banda</translation>
    </message>
    <message>
        <source>Hear nothing but the band of the selected box, or else the band in view. The network&apos;s picture stays as it is.</source>
        <translation>Oír solo la banda del recuadro elegido o, si no hay, la banda visible. La imagen de la red no cambia.</translation>
    </message>
    <message>
        <source>%1 to %2, heard as %3 to %4</source>
        <translation>de %1 a %2, se oye de %3 a %4</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pausa (Espacio)</translation>
    </message>
    <message>
        <source>Play the selection again and again</source>
        <translation>Reproducir la selección una y otra vez</translation>
    </message>
</context>
<context>
    <name>sightline::ui::Preferences</name>
    <message>
        <source>reviewer</source>
        <translation>revisor</translation>
    </message>
</context>
<context>
    <name>sightline::ui::RetrainDialog</name>
    <message>
        <source>Retrain</source>
        <translation>Reentrenar</translation>
    </message>
    <message>
        <source>Trains a new model on the labels of this workspace. Sources that are held back are never trained on; the new model is compared with the one in service on exactly those, and goes into service only when you say so.</source>
        <translation>Entrena un modelo nuevo con las etiquetas de este espacio de trabajo. Con las fuentes reservadas no se entrena nunca; el modelo nuevo se compara con el de servicio justo en ellas y solo entra en servicio cuando usted lo diga.</translation>
    </message>
    <message>
        <source>Labels so far</source>
        <translation>Etiquetas hasta ahora</translation>
    </message>
    <message>
        <source>Labels per class</source>
        <translation>Etiquetas por clase</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Ready?</source>
        <translation>¿Listo?</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>Qué falta</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>En servicio</translation>
    </message>
    <message>
        <source>What was in service when</source>
        <translation>Qué estuvo en servicio y cuándo</translation>
    </message>
    <message>
        <source>Back to the previous model</source>
        <translation>Volver al modelo anterior</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Empezar a entrenar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>How it learns</source>
        <translation>Cómo aprende</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Época</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Right on cards held out (%)</source>
        <translation>Aciertos en cartas apartadas (%)</translation>
    </message>
    <message>
        <source>The first epoch is under way.</source>
        <translation>La primera época está en marcha.</translation>
    </message>
    <message>
        <source>You can close this window and work on; the run goes on and tells when it is done. Stopping keeps the best model so far.</source>
        <translation>Puede cerrar esta ventana y seguir trabajando; el entrenamiento continúa y avisa al acabar. Al detenerlo se conserva el mejor modelo hasta ese momento.</translation>
    </message>
    <message>
        <source>Work on meanwhile</source>
        <translation>Seguir trabajando</translation>
    </message>
    <message>
        <source>Why put it into service all the same?</source>
        <translation>¿Por qué ponerlo en servicio de todos modos?</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Keep current</source>
        <translation>Conservar el actual</translation>
    </message>
    <message>
        <source>Put into service</source>
        <translation>Poner en servicio</translation>
    </message>
    <message>
        <source>The model in service stays.</source>
        <translation>El modelo en servicio se queda.</translation>
    </message>
    <message>
        <source>Looking at the labels…</source>
        <translation>Mirando las etiquetas…</translation>
    </message>
    <message>
        <source>Yes. Every class has labels from enough sources.</source>
        <translation>Sí. Todas las clases tienen etiquetas de fuentes suficientes.</translation>
    </message>
    <message>
        <source>Not yet. This is missing:</source>
        <translation>Todavía no. Falta esto:</translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation>Falta: %1</translation>
    </message>
    <message>
        <source>%1 (%2), trained on %3</source>
        <translation>%1 (%2), entrenado con %3</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>No hay ningún modelo cargado.</translation>
    </message>
    <message>
        <source>There was no other model before this one.</source>
        <translation>Antes de este no hubo otro modelo.</translation>
    </message>
    <message>
        <source>Loss, trained on</source>
        <translation>Pérdida, entrenadas</translation>
    </message>
    <message>
        <source>Loss, held out</source>
        <translation>Pérdida, apartadas</translation>
    </message>
    <message>
        <source>Right, held out</source>
        <translation>Aciertos, apartadas</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Network %1 of %2, epoch %3 of %4</source>
        <translation>Red %1 de %2, época %3 de %4</translation>
    </message>
    <message>
        <source>Training is done: the comparison is ready.</source>
        <translation>El entrenamiento acabó: la comparación está lista.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>There was nothing to keep yet. The model in service is unchanged.</source>
        <translation>Aún no había nada que guardar. El modelo en servicio no cambia.</translation>
    </message>
    <message>
        <source>Training did not come to an end</source>
        <translation>El entrenamiento no llegó a su fin</translation>
    </message>
    <message>
        <source>recommended by the comparison</source>
        <translation>recomendado por la comparación</translation>
    </message>
    <message>
        <source>The new model is not in service</source>
        <translation>El modelo nuevo no está en servicio</translation>
    </message>
    <message>
        <source>The new model is in service. Verdicts of the earlier one are marked stale and redone.</source>
        <translation>El modelo nuevo está en servicio. Los veredictos del anterior se marcan como caducos y se rehacen.</translation>
    </message>
    <message>
        <source>There is no way back</source>
        <translation>No hay vuelta atrás</translation>
    </message>
    <message>
        <source>The previous model is in service again</source>
        <translation>El modelo anterior está de nuevo en servicio</translation>
    </message>
</context>
<context>
    <name>sightline::ui::RetrainingRun</name>
    <message>
        <source>Looking at the labels</source>
        <translation>Mirando las etiquetas</translation>
    </message>
    <message>
        <source>the comparison cannot be read</source>
        <translation>la comparación no puede leerse</translation>
    </message>
    <message>
        <source>there is no new model</source>
        <translation>no hay modelo nuevo</translation>
    </message>
    <message>
        <source>no workspace is open</source>
        <translation>no hay ningún espacio de trabajo abierto</translation>
    </message>
    <message>
        <source>the model that came with the program</source>
        <translation>el modelo que vino con el programa</translation>
    </message>
    <message>
        <source>%1: %2, by %3</source>
        <translation>%1: %2, por %3</translation>
    </message>
</context>
<context>
    <name>sightline::ui::ReviewController</name>
    <message>
        <source>This is the last one in the list.</source>
        <translation>Es la última de la lista.</translation>
    </message>
    <message>
        <source>This is the first one in the list.</source>
        <translation>Es la primera de la lista.</translation>
    </message>
    <message>
        <source>There is no other source in this direction.</source>
        <translation>No hay otra fuente en este sentido.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>There is no verdict to confirm yet.</source>
        <translation>Aún no hay veredicto que confirmar.</translation>
    </message>
    <message>
        <source>The model&apos;s opinion is hidden: choose a class yourself, or show it first.</source>
        <translation>La opinión del modelo está oculta: elija usted una clase o muéstrela antes.</translation>
    </message>
    <message>
        <source>%1: unsure, kept for an expert</source>
        <translation>%1: dudosa, queda para un experto</translation>
    </message>
    <message>
        <source>%1: skipped</source>
        <translation>%1: saltada</translation>
    </message>
    <message>
        <source>%1: bad data, left out of training</source>
        <translation>%1: datos malos, fuera del entrenamiento</translation>
    </message>
    <message>
        <source>The comment is stored with your next judgement of this sample.</source>
        <translation>El comentario se guarda con su próximo juicio de esta muestra.</translation>
    </message>
    <message>
        <source>Comment stored.</source>
        <translation>Comentario guardado.</translation>
    </message>
    <message>
        <source>%1 is in the queue.</source>
        <translation>%1 está en la cola.</translation>
    </message>
    <message>
        <source>%1 left the queue.</source>
        <translation>%1 salió de la cola.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>No hay nada que deshacer.</translation>
    </message>
    <message>
        <source>%1: taken back</source>
        <translation>%1: deshecho</translation>
    </message>
    <message>
        <source>%1: taken back; its file is not open</source>
        <translation>%1: deshecho; su archivo no está abierto</translation>
    </message>
    <message>
        <source>There is nothing to bring back.</source>
        <translation>No hay nada que rehacer.</translation>
    </message>
    <message>
        <source>%1: brought back</source>
        <translation>%1: rehecho</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SampleTable</name>
    <message>
        <source>hidden</source>
        <translation>oculto</translation>
    </message>
    <message>
        <source>bad data</source>
        <translation>datos malos</translation>
    </message>
    <message>
        <source>The file says: %1. Nobody has judged it yet.</source>
        <translation>El archivo dice: %1. Nadie lo ha juzgado todavía.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacío</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Veredicto</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Seguro</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Aún sin leer</translation>
    </message>
    <message>
        <source>being read…</source>
        <translation>se está leyendo…</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>sin juzgar</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SettingsDialog</name>
    <message>
        <source>no engine</source>
        <translation>sin motor</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Mirar</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Trabajo</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>Volver a los valores de fábrica</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>High contrast, for sunlight</source>
        <translation>Alto contraste, para el sol</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Metric (m, kN, kW)</source>
        <translation>Métricas (m, kN, kW)</translation>
    </message>
    <message>
        <source>Oilfield (in, lbf, hp)</source>
        <translation>Petroleras (in, lbf, hp)</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>Large controls, for gloves and touch</source>
        <translation>Controles grandes, para guantes y pantalla táctil</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Revisor</translation>
    </message>
    <message>
        <source>Written into every label you give.</source>
        <translation>Se escribe en cada etiqueta que usted da.</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>Lo más rápido que haya</translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation>Solo CPU</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Calcular con</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Other workspace…</source>
        <translation>Otro espacio de trabajo…</translation>
    </message>
    <message>
        <source>Open or create a workspace</source>
        <translation>Abrir o crear un espacio de trabajo</translation>
    </message>
    <message>
        <source>Workspaces (*.sightline)</source>
        <translation>Espacios de trabajo (*.sightline)</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Espacio de trabajo</translation>
    </message>
    <message>
        <source>Labels, queue and models lie there. Everything is saved at once.</source>
        <translation>Ahí están las etiquetas, la cola y los modelos. Todo se guarda al momento.</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tecla</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Cambiar…</translation>
    </message>
    <message>
        <source>Press the key. Empty brings the default back.</source>
        <translation>Pulse la tecla. Vacío recupera la de fábrica.</translation>
    </message>
    <message>
        <source>This key already belongs to &quot;%1&quot;.</source>
        <translation>Esta tecla ya es de «%1».</translation>
    </message>
    <message>
        <source>GPU · %1</source>
        <translation>GPU · %1</translation>
    </message>
    <message>
        <source>CPU · %1</source>
        <translation>CPU · %1</translation>
    </message>
    <message>
        <source>Computing on: %1</source>
        <translation>Se calcula con: %1</translation>
    </message>
    <message>
        <source>It is needed only for an NVIDIA graphics card, Turing or newer: packaging/run --gpu fetches it. Everything works without.</source>
        <translation>Solo hace falta para una tarjeta gráfica NVIDIA, Turing o posterior: packaging/run --gpu lo descarga. Todo funciona sin él.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SignalTab</name>
    <message>
        <source>Your judgement</source>
        <translation>Su juicio</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>No picture yet.</source>
        <translation>Aún no hay imagen.</translation>
    </message>
    <message>
        <source>Bad data: the network gets no picture of it.</source>
        <translation>Datos malos: la red no recibe imagen de ellos.</translation>
    </message>
    <message>
        <source>Add somebody to choose from…</source>
        <translation>Añadir a alguien a la lista…</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>Añadir una clase</translation>
    </message>
    <message>
        <source>Name of the person or group</source>
        <translation>Nombre de la persona o del grupo</translation>
    </message>
    <message>
        <source>The network gets no picture of it.</source>
        <translation>La red no recibe ninguna imagen de esto.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SoundPanel</name>
    <message>
        <source>Overview is being made: %1 %</source>
        <translation>Se prepara la vista general: %1 %</translation>
    </message>
    <message>
        <source>Open a sound recording: WAV, FLAC, AIFF.</source>
        <translation>Abra una grabación de sonido: WAV, FLAC, AIFF.</translation>
    </message>
    <message>
        <source>Spectrogram preset</source>
        <translation>Preajuste del espectrograma</translation>
    </message>
    <message>
        <source>Chosen by hand</source>
        <translation>Elegido a mano</translation>
    </message>
    <message>
        <source>Window, overlap, band and scale of the spectrogram</source>
        <translation>Ventana, solape, banda y escala del espectrograma</translation>
    </message>
    <message>
        <source>Spectrogram settings</source>
        <translation>Ajustes del espectrograma</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Gris</translation>
    </message>
    <message>
        <source>Contrast by itself</source>
        <translation>Contraste automático</translation>
    </message>
    <message>
        <source>Contrast from what is shown (A). Alt+wheel moves the dark end, Alt+Shift+wheel the bright one.</source>
        <translation>Contraste según lo que se muestra (A). Alt+rueda mueve el extremo oscuro, Alt+Mayús+rueda el claro.</translation>
    </message>
    <message>
        <source>Show the whole recording (F)</source>
        <translation>Mostrar toda la grabación (F)</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>Recorder&apos;s clock</source>
        <translation>Reloj de la grabadora</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>Canal %1</translation>
    </message>
    <message>
        <source>Mean of all</source>
        <translation>Media de todos</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Selección</translation>
    </message>
    <message>
        <source>%1 dBFS</source>
        <translation>%1 dBFS</translation>
    </message>
    <message>
        <source> (sampled)</source>
        <translation> (por muestreo)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 a %2</translation>
    </message>
    <message>
        <source>whole band</source>
        <translation>toda la banda</translation>
    </message>
    <message>
        <source>%1 · %2 · %3, %4. Draw a box to measure and to label it.</source>
        <translation>%1 · %2 · %3, %4. Dibuje un recuadro para medirlo y etiquetarlo.</translation>
    </message>
    <message>
        <source>Import labels: Raven, Audacity or CSV tables. They may be dropped here, too.</source>
        <translation>Importar etiquetas: tablas de Raven, Audacity o CSV. También se pueden soltar aquí.</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Importar etiquetas</translation>
    </message>
    <message>
        <source>%1 s · %2 · silence</source>
        <translation>%1 s · %2 · silencio</translation>
    </message>
    <message>
        <source>%1 s · %2 · %3 · peak %4 · 90 % of the energy in %5 to %6</source>
        <translation>%1 s · %2 · %3 · pico %4 · 90 % de la energía entre %5 y %6</translation>
    </message>
    <message>
        <source>Level: RMS in the band. 0 dBFS is a sine of full scale (AES17).</source>
        <translation>Nivel: RMS en la banda. 0 dBFS es una sinusoide a plena escala (AES17).</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SoundPlayer</name>
    <message>
        <source>This machine has no sound device. Connect one, or look at the sound instead.</source>
        <translation>Este equipo no tiene dispositivo de sonido. Conecte uno o mire el sonido en su lugar.</translation>
    </message>
    <message>
        <source>The sound device &quot;%1&quot; does not play.</source>
        <translation>El dispositivo de sonido «%1» no reproduce.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SoundTab</name>
    <message>
        <source>Recordings and events</source>
        <translation>Grabaciones y eventos</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Segundos</translation>
    </message>
    <message>
        <source>Choose a recording or an event in the list, or open a sound file.</source>
        <translation>Elija una grabación o un evento de la lista, o abra un archivo de sonido.</translation>
    </message>
    <message>
        <source>Trained on simulated up-calls in a simulated sea: it knows no other call, and was not proved on your recordings.</source>
        <translation>Entrenado con llamadas simuladas en un mar simulado: no conoce ninguna otra llamada y no se ha probado con sus grabaciones.</translation>
    </message>
    <message>
        <source>Mel bands</source>
        <translation>Bandas mel</translation>
    </message>
    <message>
        <source>%1: box removed</source>
        <translation>%1: recuadro eliminado</translation>
    </message>
    <message>
        <source>Selection tables (*.txt)</source>
        <translation>Tablas de selección (*.txt)</translation>
    </message>
    <message>
        <source>Labels as a Raven selection table…</source>
        <translation>Etiquetas como tabla de selección de Raven…</translation>
    </message>
    <message>
        <source>Labels and events as a Raven selection table…</source>
        <translation>Etiquetas y eventos como tabla de selección de Raven…</translation>
    </message>
    <message>
        <source>Labels and events of this recording for Audacity…</source>
        <translation>Etiquetas y eventos de esta grabación para Audacity…</translation>
    </message>
    <message>
        <source>Audacity labels (*.txt)</source>
        <translation>Etiquetas de Audacity (*.txt)</translation>
    </message>
    <message>
        <source>Events as CSV…</source>
        <translation>Eventos como CSV…</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Label tables: Raven, Audacity, CSV (*.txt *.csv *.tsv)</source>
        <translation>Tablas de etiquetas: Raven, Audacity, CSV (*.txt *.csv *.tsv)</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) added.</source>
        <translation>
            <numerusform>%n etiqueta añadida.</numerusform>
            <numerusform>%n etiquetas añadidas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were there already.</source>
        <translation>
            <numerusform>%n ya estaba.</numerusform>
            <numerusform>%n ya estaban.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n verdict(s) of a model left out: nobody confirmed them.</source>
        <translation>
            <numerusform>%n veredicto de un modelo omitido: nadie lo confirmó.</numerusform>
            <numerusform>%n veredictos de un modelo omitidos: nadie los confirmó.</numerusform>
        </translation>
    </message>
    <message>
        <source>Class not known: %1 (%2).</source>
        <translation>Clase desconocida: %1 (%2).</translation>
    </message>
    <message>
        <source>Not open: %1 (%2).</source>
        <translation>No está abierta: %1 (%2).</translation>
    </message>
    <message>
        <source>More in the issues.</source>
        <translation>Hay más en las incidencias.</translation>
    </message>
    <message numerus="yes">
        <source>%n imported label(s) taken back.</source>
        <translation>
            <numerusform>%n etiqueta importada deshecha.</numerusform>
            <numerusform>%n etiquetas importadas deshechas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Labels of %1</source>
        <translation>Etiquetas de %1</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>Importar etiquetas</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Remove the labels of this table again (Ctrl+Z)</source>
        <translation>Quitar de nuevo las etiquetas de esta tabla (Ctrl+Z)</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SoundView</name>
    <message>
        <source>Choose a recording or an event in the list, or open a sound file.</source>
        <translation>Elija una grabación o un evento de la lista, o abra un archivo de sonido.</translation>
    </message>
    <message>
        <source>%1 s selected: press L to make it a box that can be labelled.</source>
        <translation>%1 s seleccionados: pulse L para convertirlos en un recuadro que se pueda etiquetar.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SpectrogramDialog</name>
    <message>
        <source>Spectrogram</source>
        <translation>Espectrograma</translation>
    </message>
    <message>
        <source>Chosen by hand</source>
        <translation>Elegido a mano</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Preajuste</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Ventana</translation>
    </message>
    <message>
        <source>&amp;Overlap</source>
        <translation>S&amp;olape</translation>
    </message>
    <message>
        <source>Hann</source>
        <translation>Hann</translation>
    </message>
    <message>
        <source>Hamming</source>
        <translation>Hamming</translation>
    </message>
    <message>
        <source>Blackman</source>
        <translation>Blackman</translation>
    </message>
    <message>
        <source>Blackman-Harris</source>
        <translation>Blackman-Harris</translation>
    </message>
    <message>
        <source>Rectangular</source>
        <translation>Rectangular</translation>
    </message>
    <message>
        <source>S&amp;hape</source>
        <translation>&amp;Forma</translation>
    </message>
    <message>
        <source> Hz</source>
        <translation> Hz</translation>
    </message>
    <message>
        <source>&amp;Lowest frequency</source>
        <translation>Frecuencia &amp;más baja</translation>
    </message>
    <message>
        <source>H&amp;ighest frequency</source>
        <translation>Frecuencia más &amp;alta</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Lineal</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarítmica</translation>
    </message>
    <message>
        <source>Mel</source>
        <translation>Mel</translation>
    </message>
    <message>
        <source>Frequency &amp;scale</source>
        <translation>&amp;Escala de frecuencia</translation>
    </message>
    <message>
        <source>For looking only: what a network sees is stored in its model.</source>
        <translation>Solo para mirar: lo que ve una red está guardado en su modelo.</translation>
    </message>
    <message>
        <source>%L1 samples · %2 ms</source>
        <translation>%L1 muestras · %2 ms</translation>
    </message>
    <message>
        <source>A bin of %1 Hz, a frame every %2 ms</source>
        <translation>Una celda de %1 Hz, una trama cada %2 ms</translation>
    </message>
</context>
<context>
    <name>sightline::ui::SpectrogramPresets</name>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>2,048 samples at 48 kHz, three quarters overlap: a usual middle way. Our choice.</source>
        <translation>2048 muestras a 48 kHz, tres cuartos de solape: un término medio habitual. Elección nuestra.</translation>
    </message>
    <message>
        <source>Right whale up-calls</source>
        <translation>Llamadas ascendentes de ballena franca</translation>
    </message>
    <message>
        <source>256 samples at 2 kHz, step 64, 50–350 Hz: what published up-call detectors use, this program&apos;s own too.</source>
        <translation>256 muestras a 2 kHz, paso 64, 50–350 Hz: lo que usan los detectores publicados, también el de este programa.</translation>
    </message>
    <message>
        <source>Humpback song</source>
        <translation>Canto de yubarta</translation>
    </message>
    <message>
        <source>1,024 samples at 10 kHz, step 300, mel bands up to 5 kHz: the front end of Google&apos;s humpback model.</source>
        <translation>1024 muestras a 10 kHz, paso 300, bandas mel hasta 5 kHz: la entrada del modelo de yubartas de Google.</translation>
    </message>
    <message>
        <source>Killer whale</source>
        <translation>Orca</translation>
    </message>
    <message>
        <source>1,024 samples at 44.1 kHz, step 172, 500 Hz–10 kHz: ANIMAL-SPOT&apos;s front end.</source>
        <translation>1024 muestras a 44,1 kHz, paso 172, 500 Hz–10 kHz: la entrada de ANIMAL-SPOT.</translation>
    </message>
    <message>
        <source>Dolphin whistles</source>
        <translation>Silbidos de delfín</translation>
    </message>
    <message>
        <source>512 samples at 48 kHz, half overlap, 2–24 kHz: wide enough to follow fast sweeps. Our choice.</source>
        <translation>512 muestras a 48 kHz, medio solape, 2–24 kHz: lo bastante ancho para seguir barridos rápidos. Elección nuestra.</translation>
    </message>
    <message>
        <source>Human speech</source>
        <translation>Voz humana</translation>
    </message>
    <message>
        <source>25 ms every 10 ms, mel scale, 20 Hz–8 kHz: what speech recognisers take their mel bands and MFCC from.</source>
        <translation>25 ms cada 10 ms, escala mel, 20 Hz–8 kHz: de ahí toman los reconocedores de voz sus bandas mel y MFCC.</translation>
    </message>
    <message>
        <source>Machinery and ships</source>
        <translation>Máquinas y barcos</translation>
    </message>
    <message>
        <source>1 s every 0.25 s, up to 1 kHz: lines one hertz apart are told from each other. Our choice.</source>
        <translation>1 s cada 0,25 s, hasta 1 kHz: se distinguen líneas separadas un hercio. Elección nuestra.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::StatusStrip</name>
    <message>
        <source>Last message</source>
        <translation>Último mensaje</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation>Detener este trabajo</translation>
    </message>
    <message>
        <source>Samples waiting in the queue. Click to list only them.</source>
        <translation>Muestras que esperan en la cola. Un clic lista solo esas.</translation>
    </message>
    <message>
        <source>What did not stop the work: files not opened, findings in the data.</source>
        <translation>Lo que no detuvo el trabajo: archivos no abiertos, observaciones en los datos.</translation>
    </message>
    <message>
        <source>Model in service: %1, id %2, trained on %3, %4</source>
        <translation>Modelo en servicio: %1, id %2, entrenado con %3, %4</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Cargando el modelo…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Sin modelo</translation>
    </message>
    <message>
        <source>no verdicts</source>
        <translation>sin veredictos</translation>
    </message>
    <message>
        <source>Queue %1</source>
        <translation>Cola %1</translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n incidencia</numerusform>
            <numerusform>%n incidencias</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n nota</numerusform>
            <numerusform>%n notas</numerusform>
        </translation>
    </message>
    <message>
        <source>Read only: labels cannot be stored</source>
        <translation>Solo lectura: las etiquetas no pueden guardarse</translation>
    </message>
    <message>
        <source>Everything is saved</source>
        <translation>Todo está guardado</translation>
    </message>
</context>
<context>
    <name>sightline::ui::VerdictPanel</name>
    <message>
        <source>Verdict</source>
        <translation>Veredicto</translation>
    </message>
    <message>
        <source>Hide the model&apos;s opinion</source>
        <translation>Ocultar la opinión del modelo</translation>
    </message>
    <message>
        <source>Most probable classes</source>
        <translation>Clases más probables</translation>
    </message>
    <message>
        <source>What it looks like</source>
        <translation>Qué aspecto tiene</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
    <message>
        <source>Shape alone cannot tell</source>
        <translation>La forma sola no lo distingue</translation>
    </message>
    <message>
        <source>Noticed in the data</source>
        <translation>Observado en los datos</translation>
    </message>
    <message>
        <source>Hide the model&apos;s opinion and judge for yourself (%1)</source>
        <translation>Ocultar la opinión del modelo y juzgar usted (%1)</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>The model is being loaded. Everything but verdicts works meanwhile.</source>
        <translation>El modelo se está cargando. Mientras tanto funciona todo menos los veredictos.</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>Sin veredicto</translation>
    </message>
    <message>
        <source>There is no model to ask: %1
Plot, measures and labels work as usual.</source>
        <translation>No hay modelo al que preguntar: %1
Gráfico, medidas y etiquetas funcionan como siempre.</translation>
    </message>
    <message>
        <source>Waiting for the verdict.</source>
        <translation>Esperando el veredicto.</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>Nada elegido</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Oculto</translation>
    </message>
    <message>
        <source>The model&apos;s opinion is hidden until you show it again.</source>
        <translation>La opinión del modelo está oculta hasta que la muestre de nuevo.</translation>
    </message>
    <message>
        <source>Bad data, no verdict</source>
        <translation>Datos malos, sin veredicto</translation>
    </message>
    <message>
        <source>Stale: of an earlier model, being redone</source>
        <translation>Caduco: de un modelo anterior, se está rehaciendo</translation>
    </message>
    <message>
        <source>Check the sensor first</source>
        <translation>Revise antes el sensor</translation>
    </message>
    <message>
        <source>Abstains: best guess only</source>
        <translation>Se abstiene: solo la mejor conjetura</translation>
    </message>
    <message>
        <source>%1 sure</source>
        <translation>%1 seguro</translation>
    </message>
    <message>
        <source>model %1</source>
        <translation>modelo %1</translation>
    </message>
    <message>
        <source>%1 on %2 · %3 (%4)</source>
        <translation>%1 en %2 · %3 (%4)</translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation>Etiqueta: %1</translation>
    </message>
    <message>
        <source>The file says: %1</source>
        <translation>El archivo dice: %1</translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation>Datos malos</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>Duda</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>The best guess reaches %1; this model answers from %2 on.</source>
        <translation>La mejor conjetura llega a %1; este modelo contesta desde %2.</translation>
    </message>
    <message>
        <source>Not what this model judges</source>
        <translation>No es lo que juzga este modelo</translation>
    </message>
    <message>
        <source>Where it looked: %1, %2</source>
        <translation>Dónde miró: %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 speaks for it: +%n point(s)</source>
        <translation>
            <numerusform>%1 habla a favor: +%n punto</numerusform>
            <numerusform>%1 habla a favor: +%n puntos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 speaks against it: −%n point(s)</source>
        <translation>
            <numerusform>%1 habla en contra: −%n punto</numerusform>
            <numerusform>%1 habla en contra: −%n puntos</numerusform>
        </translation>
    </message>
    <message>
        <source>Numbers beside the picture</source>
        <translation>Números junto a la imagen</translation>
    </message>
    <message>
        <source>None of them moves the probability by a point.</source>
        <translation>Ninguno cambia la probabilidad en un punto.</translation>
    </message>
    <message>
        <source>Percentage points the probability would lose (or gain) if that number were the average of the training data</source>
        <translation>Puntos porcentuales que perdería (o ganaría) la probabilidad si ese número fuera la media de los datos de entrenamiento</translation>
    </message>
    <message>
        <source>1st</source>
        <translation>1.ª</translation>
    </message>
    <message>
        <source>2nd</source>
        <translation>2.ª</translation>
    </message>
    <message>
        <source>For which of the model&apos;s choices</source>
        <translation>Para cuál de las opciones del modelo</translation>
    </message>
    <message>
        <source>For the model&apos;s first or second choice (%1)</source>
        <translation>Para la primera o la segunda opción del modelo (%1)</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <source>What is asked of the model. Every question has labels and a model of its own.</source>
        <translation>Lo que se pregunta al modelo. Cada pregunta tiene sus propias etiquetas y su propio modelo.</translation>
    </message>
    <message>
        <source>Said to be of %1</source>
        <translation>Se dice que es de %1</translation>
    </message>
    <message>
        <source>There is no model for this question yet: label some samples, then press Retrain. Plot, measures and labels work as usual.</source>
        <translation>Todavía no hay modelo para esta pregunta: etiquete algunas muestras y pulse Reentrenar. Gráfico, medidas y etiquetas funcionan como siempre.</translation>
    </message>
    <message>
        <source>It fits: score %1, and the model asks for %2</source>
        <translation>Encaja: puntuación %1, y el modelo pide %2</translation>
    </message>
    <message>
        <source>It does not fit: score %1, and the model asks for %2</source>
        <translation>No encaja: puntuación %1, y el modelo pide %2</translation>
    </message>
    <message>
        <source>Too little data to tell: score %1</source>
        <translation>Muy pocos datos para decidir: puntuación %1</translation>
    </message>
    <message>
        <source>Score %1 (above 0 fits better than not); this model has no threshold to decide by</source>
        <translation>Puntuación %1 (por encima de 0 encaja mejor que no); este modelo no tiene umbral para decidir</translation>
    </message>
</context>
<context>
    <name>sightline::ui::WhyController</name>
    <message>
        <source>many places</source>
        <translation>muchos lugares</translation>
    </message>
    <message>
        <source>upper left</source>
        <translation>arriba a la izquierda</translation>
    </message>
    <message>
        <source>upper middle</source>
        <translation>arriba en el centro</translation>
    </message>
    <message>
        <source>upper right</source>
        <translation>arriba a la derecha</translation>
    </message>
    <message>
        <source>middle left</source>
        <translation>a la izquierda</translation>
    </message>
    <message>
        <source>the middle</source>
        <translation>el centro</translation>
    </message>
    <message>
        <source>middle right</source>
        <translation>a la derecha</translation>
    </message>
    <message>
        <source>lower left</source>
        <translation>abajo a la izquierda</translation>
    </message>
    <message>
        <source>lower middle</source>
        <translation>abajo en el centro</translation>
    </message>
    <message>
        <source>lower right</source>
        <translation>abajo a la derecha</translation>
    </message>
    <message>
        <source>There is no second choice.</source>
        <translation>No hay segunda opción.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Mirando…</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>No hay nada elegido.</translation>
    </message>
    <message>
        <source>The model&apos;s opinion is hidden.</source>
        <translation>La opinión del modelo está oculta.</translation>
    </message>
    <message>
        <source>There is no model to ask.</source>
        <translation>No hay modelo al que preguntar.</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Se está cargando el modelo.</translation>
    </message>
    <message>
        <source>There is no verdict to explain.</source>
        <translation>No hay veredicto que explicar.</translation>
    </message>
    <message>
        <source>Waiting for the verdict.</source>
        <translation>Esperando el veredicto.</translation>
    </message>
    <message>
        <source>Looked mostly here: %1.</source>
        <translation>Miró sobre todo aquí: %1.</translation>
    </message>
    <message>
        <source>This model judges by numbers alone and does not look at the picture.</source>
        <translation>Este modelo juzga solo por números y no mira la imagen.</translation>
    </message>
    <message>
        <source>No place in the picture speaks for this class.</source>
        <translation>Ningún lugar de la imagen habla a favor de esta clase.</translation>
    </message>
    <message>
        <source>The picture is too small for this network to tell places apart.</source>
        <translation>La imagen es demasiado pequeña para que esta red distinga lugares.</translation>
    </message>
    <message>
        <source>Networks that see the picture make %1 of the verdict, numbers alone the rest.</source>
        <translation>Las redes que ven la imagen aportan %1 del veredicto; el resto, solo números.</translation>
    </message>
</context>
<context>
    <name>sightline::ui::Workbench</name>
    <message>
        <source>The workspace cannot be opened, so labels could not be stored.

%1

Start with another one: sightline NAME.sightline</source>
        <translation>El espacio de trabajo no puede abrirse, así que las etiquetas no podrían guardarse.

%1

Empiece con otro: sightline NOMBRE.sightline</translation>
    </message>
</context>
<context>
    <name>sightline::ui::words</name>
    <message>
        <source>New</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>Prevista</translation>
    </message>
    <message>
        <source>Abstains</source>
        <translation>Se abstiene</translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation>Sin veredicto</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Caduca</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>Etiquetada</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmada</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Corregida</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudosa</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Saltada</translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation>Datos malos</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>spm</source>
        <comment>strokes per minute</comment>
        <translation>gpm</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::Banner</name>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Aviso</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ColourLegend</name>
    <message>
        <source>Colour scale from 0 to 1, %1</source>
        <translation>Escala de color de 0 a 1, %1</translation>
    </message>
    <message>
        <source>Colours of the channels: %1</source>
        <translation>Colores de los canales: %1</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ConfusionGrid</name>
    <message numerus="yes">
        <source>%1: %n sample(s)</source>
        <translation>
            <numerusform>%1: %n muestra</numerusform>
            <numerusform>%1: %n muestras</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 samples of “%3” judged “%4” (%5 %)</source>
        <translation>%1 de %2 muestras de «%3» juzgadas «%4» (%5 %)</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Matriz de confusión</translation>
    </message>
    <message>
        <source>truth  ↓
judged →</source>
        <translation>verdad ↓
juicio →</translation>
    </message>
    <message>
        <source>%1 of %2 samples on the diagonal; rows are the truth</source>
        <translation>%1 de %2 muestras en la diagonal; las filas son la verdad</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::CurveChart</name>
    <message>
        <source>No curve yet</source>
        <translation>Aún no hay curva</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>Curvas de entrenamiento</translation>
    </message>
    <message>
        <source>%1 %2 at %3</source>
        <translation>%1 %2 en %3</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::DeploymentStrip</name>
    <message>
        <source>Recordings of the deployment</source>
        <translation>Grabaciones del fondeo</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %2 · %3 h · %n event(s)</source>
        <translation>
            <numerusform>%1 · %2 · %3 h · %n evento</numerusform>
            <numerusform>%1 · %2 · %3 h · %n eventos</numerusform>
        </translation>
    </message>
    <message>
        <source>dBFS</source>
        <translation>dBFS</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 dBFS in a tenth of an octave</source>
        <translation>%1 · %2 · %3 dBFS en un décimo de octava</translation>
    </message>
    <message>
        <source>(estimate)</source>
        <translation>(estimación)</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ImageView</name>
    <message>
        <source>Channel of the picture</source>
        <translation>Canal de la imagen</translation>
    </message>
    <message>
        <source>Which channels of the network&apos;s input are shown</source>
        <translation>Qué canales de la entrada de la red se muestran</translation>
    </message>
    <message>
        <source>Picture as the network receives it</source>
        <translation>Imagen tal como la recibe la red</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Sin imagen</translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation>Canal %1</translation>
    </message>
    <message>
        <source>x %1, y %2</source>
        <translation>x %1, y %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 by %2 pixels, %n channel(s)</source>
        <translation>
            <numerusform>%1 por %2 píxeles, %n canal</numerusform>
            <numerusform>%1 por %2 píxeles, %n canales</numerusform>
        </translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Todos los canales</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::KeyOverlay</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Cerrar (Esc)</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::LabelPad</name>
    <message>
        <source>, key %1</source>
        <translation>, tecla %1</translation>
    </message>
    <message>
        <source>current label</source>
        <translation>etiqueta actual</translation>
    </message>
    <message>
        <source>the model says this</source>
        <translation>el modelo dice esto</translation>
    </message>
    <message>
        <source>Label pad</source>
        <translation>Panel de etiquetas</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudosa</translation>
    </message>
    <message>
        <source>To the expert queue; not used in training until resolved</source>
        <translation>A la cola del experto; no se usa para entrenar hasta resolverse</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Saltar</translation>
    </message>
    <message>
        <source>Next sample, no label</source>
        <translation>Muestra siguiente, sin etiqueta</translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation>Datos malos</translation>
    </message>
    <message>
        <source>The signal itself is wrong: kept out of training</source>
        <translation>La señal misma está mal: fuera del entrenamiento</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>A note on this sample</source>
        <translation>Una nota sobre esta muestra</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::OverviewStrip</name>
    <message>
        <source>Overview of the whole recording</source>
        <translation>Vista general de toda la grabación</translation>
    </message>
    <message>
        <source>Shown: %1 to %2</source>
        <translation>Se muestra: de %1 a %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 %4, mean</source>
        <translation>%1 · %2 · %3 %4, media</translation>
    </message>
    <message>
        <source>%1 (estimate)</source>
        <translation>%1 (estimación)</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ProgressStrip</name>
    <message>
        <source>a few seconds left</source>
        <translation>quedan unos segundos</translation>
    </message>
    <message>
        <source>about %1 s left</source>
        <translation>quedan unos %1 s</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>quedan unos %1 min</translation>
    </message>
    <message>
        <source>about %1 h %2 min left</source>
        <translation>quedan unas %1 h %2 min</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation>Cancelar: %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Dismiss: %1</source>
        <translation>Cerrar: %1</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniendo…</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ScoreBars</name>
    <message>
        <source>not sure enough to say</source>
        <translation>no lo bastante seguro</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Most probable classes</source>
        <translation>Clases más probables</translation>
    </message>
    <message>
        <source>No verdict yet</source>
        <translation>Aún sin veredicto</translation>
    </message>
    <message>
        <source>The model abstains</source>
        <translation>El modelo se abstiene</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::SignalPlot</name>
    <message>
        <source>No signal</source>
        <translation>Sin señal</translation>
    </message>
    <message>
        <source>%1 %2 %3
%4 %5 %6</source>
        <translation>%1 %2 %3
%4 %5 %6</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::SpectrogramView</name>
    <message>
        <source>Spectrogram</source>
        <translation>Espectrograma</translation>
    </message>
    <message>
        <source>%1 · nothing recorded</source>
        <translation>%1 · nada grabado</translation>
    </message>
    <message>
        <source> · strongest %1 · %2 %3</source>
        <translation> · máximo en %1 · %2 %3</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::SpeedScale</name>
    <message>
        <source>%1 % above</source>
        <translation>%1 % por encima</translation>
    </message>
    <message>
        <source>Colour scale from %1 to %2 %3, logarithmic; %4</source>
        <translation>Escala de color de %1 a %2 %3, logarítmica; %4</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::StatRow</name>
    <message>
        <source>not known</source>
        <translation>no se conoce</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <translation>%1: %2 %3</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::TimeStrip</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Window %1 of %2, from %3 to %4. %5</source>
        <translation>Ventana %1 de %2, de %3 a %4. %5</translation>
    </message>
    <message>
        <source>Window %1: %2</source>
        <translation>Ventana %1: %2</translation>
    </message>
</context>
<context>
    <name>sightline::widgets::WaveformView</name>
    <message>
        <source>Waveform</source>
        <translation>Forma de onda</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>estimate</source>
        <translation>estimación</translation>
    </message>
    <message>
        <source>%1 · nothing recorded</source>
        <translation>%1 · nada grabado</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 to %3 · peak %4 dBFS</source>
        <translation>%1 · de %2 a %3 · pico %4 dBFS</translation>
    </message>
</context>
</TS>
