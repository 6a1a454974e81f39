"""Words by which a name is told from what only looks like one; small letters, without accents."""

FIRST_NAMES = frozenset(
    """adriana adrian agustin alberto alejandra alejandro alfonso alfredo alicia ana andrea andres
    angela antonia antonio arturo beatriz bernardo camila carlos carmen carolina catalina cecilia
    cesar claudia cristina daniel daniela david diana diego eduardo elena elisa enrique ernesto
    esteban eva federico felipe fernanda fernando francisca francisco gabriel gabriela gerardo
    gloria gonzalo graciela guadalupe guillermo gustavo hector hugo ignacio ines isabel ivan javier
    jesus joaquin jorge jose josefina juan juana julia julian juliana julio laura leonardo leticia
    lorena lucas lucia luis luisa manuel manuela marcela marcos margarita maria mariana mario marta
    martin martha mateo matias mauricio miguel monica natalia nicolas noelia nuria oscar pablo
    paola patricia pedro rafael ramon raquel raul ricardo roberto rocio rodrigo rosario ruben
    sandra sara sebastian sergio silvia sofia susana teresa tomas valentina vanesa veronica vicente
    ximena yolanda""".split()  # noqa: SIM905
)

# Before a first name these make it a place or a saint.
PLACE_WORDS = frozenset(
    """san santa santo calle avenida av plaza paseo hospital colegio estadio barrio colonia parque
    puerto ciudad virgen fundacion universidad instituto isla""".split()  # noqa: SIM905
)

# After «don» or «señora» these are nobody in particular.
TITLES_OF_NOBODY = frozenset(
    """cliente clienta clientes usuario usuaria director directora gerente presidente presidenta
    ministro ministra alcalde alcaldesa juez jueza jefe jefa rector rectora proveedor proveedora
    comprador compradora encargado encargada responsable conductor conductora vendedor vendedora
    pasajero pasajera paciente huesped visitante socio socia vecino vecina profesor profesora
    inspector inspectora gobernador gobernadora embajador embajadora que de del quijote nadie dios
    fulano fulana mengano mengana zutano perengano limpio""".split()  # noqa: SIM905
)

# Before many digits these make them the number of a paper or a thing.
DOCUMENT_WORDS = frozenset(
    """factura facturas pedido pedidos orden ordenes ticket tickets folio folios expediente albaran
    referencia ref codigo serie lote guia contrato poliza recibo boleta cotizacion caso incidencia
    reclamo reclamacion radicado articulo sku presupuesto envio seguimiento remision remito nota
    turno""".split()  # noqa: SIM905
)

# Words that people call themselves for a joke, and others write as an answer.
COMMON_WORDS = frozenset(
    """cliente clienta clientes jefe jefa jefes equipo caja servicio calidad confianza respeto
    tiempo precio trato turno tienda venta ventas gerente director directora empresa sonrisa escucha
    empatia alegria nadie todos yo sol luna estrella flor amor paz esperanza""".split()  # noqa: SIM905
)
