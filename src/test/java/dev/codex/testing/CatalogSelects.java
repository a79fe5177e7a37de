package dev.codex.testing;

import java.util.List;

/** What {@link Catalog} asks: each select gives lines of text, on any server from 14 to 18. */
final class CatalogSelects {
  private static final String ACL =
      "(select array_agg(a::text order by a::text) from unnest(%s) a)";

  private CatalogSelects() {}

  /** Tables, views, indexes, sequences and composite types, and what hangs on them. */
  static List<String> relations() {
    return List.of(
        """
        select concat_ws(' | ', 'relation', name, relkind, relpersistence, relreplident, pg_get_userbyid(relowner),
            reloptions::text, 'rls ' || relrowsecurity || relforcerowsecurity, pg_get_partkeydef(oid),
            pg_get_expr(relpartbound, oid),
            'of ' || nullif(reloftype, 0)::regtype,
            (select 'method ' || amname from pg_am where pg_am.oid = relam),
            (select 'tablespace ' || spcname from pg_tablespace t where t.oid = reltablespace),
            (select 'inherits ' || string_agg(inhparent::regclass::text, ', ' order by inhseqno)
             from pg_inherits where inhrelid = class.oid),
            'acl ' || %s::text)
        from class where relkind not in ('i', 'I')
        """.formatted(ACL.formatted("relacl")),
        """
        select concat_ws(' | ', 'column', c.name, lpad(row_number() over (partition by c.oid order by a.attnum)::text, 4),
            a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
            case a.attgenerated when '' then 'default ' else 'generated ' || a.attgenerated::text || ' ' end
              || pg_get_expr(d.adbin, d.adrelid),
            'identity ' || nullif(a.attidentity::text, ''), 'storage ' || a.attstorage::text,
            'compression ' || nullif(a.attcompression::text, ''),
            'collation ' || nullif(a.attcollation, 0)::regcollation,
            'statistics ' || nullif(a.attstattarget, -1), 'options ' || a.attoptions::text,
            'local ' || a.attislocal || ' inherited ' || a.attinhcount, 'acl ' || %s::text)
        from class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
        """.formatted(ACL.formatted("a.attacl")),
        """
        select concat_ws(' | ', 'constraint', coalesce(c.name, t.name), o.conname, o.contype,
            pg_get_constraintdef(o.oid), case when not o.convalidated then 'not valid' end,
            'local ' || o.conislocal || ' inherited ' || o.coninhcount)
        from pg_constraint o left join class c on c.oid = o.conrelid left join type t on t.oid = o.contypid
        where c.oid is not null or t.oid is not null
        """,
        """
        select concat_ws(' | ', 'index', t.name, pg_get_indexdef(i.indexrelid),
            case when not i.indisvalid then 'INVALID' end, case when not i.indisready then 'NOT READY' end,
            case when i.indisclustered then 'clustered' end, case when i.indisreplident then 'replica identity' end,
            'of ' || (select inhparent::regclass from pg_inherits where inhrelid = i.indexrelid),
            'statistics ' || (select string_agg(attnum || '=' || attstattarget, ' ' order by attnum)
              from pg_attribute where attrelid = i.indexrelid and attstattarget <> -1))
        from pg_index i join class t on t.oid = i.indrelid
        """,
        """
        select concat_ws(' | ', 'view', name, pg_get_viewdef(oid)) from class where relkind in ('v', 'm')
        """,
        """
        select concat_ws(' | ', 'sequence', c.name, format_type(s.seqtypid, null), s.seqstart, s.seqincrement,
            s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
            (select 'owned by ' || d.refobjid::regclass || '.' || a.attname
             from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
             where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')))
        from class c join pg_sequence s on s.seqrelid = c.oid
        """,
        """
        select concat_ws(' | ', 'statistics', pg_get_statisticsobjdef(e.oid))
        from pg_statistic_ext e join class c on c.oid = e.stxrelid
        """);
  }

  /** Functions, triggers, rules, policies and types. */
  static List<String> code() {
    return List.of(
        """
        select concat_ws(' | ', 'function', name, pg_get_userbyid(proowner), pg_get_functiondef(oid),
            'acl ' || %s::text)
        from routine where prokind <> 'a'
        """.formatted(ACL.formatted("proacl")),
        """
        select concat_ws(' | ', 'aggregate', r.name, format_type(r.prorettype, null), a.aggkind,
            a.aggtransfn::text, a.aggfinalfn::text, a.aggcombinefn::text, a.aggserialfn::text, a.aggdeserialfn::text,
            a.aggmtransfn::text, a.aggminvtransfn::text, a.aggmfinalfn::text,
            format_type(a.aggtranstype, null), a.agginitval, a.aggminitval, a.aggsortop::regoperator::text,
            'acl ' || %s::text)
        from routine r join pg_aggregate a on a.aggfnoid = r.oid
        """.formatted(ACL.formatted("r.proacl")),
        """
        select concat_ws(' | ', 'trigger', c.name, pg_get_triggerdef(t.oid), t.tgenabled)
        from pg_trigger t join class c on c.oid = t.tgrelid where not t.tgisinternal
        """,
        """
        select concat_ws(' | ', 'event trigger', evtname, evtevent, evtenabled, evttags::text, evtfoid::regproc)
        from pg_event_trigger
        where oid not in (select objid from hidden where classid = 'pg_event_trigger'::regclass)
        """,
        """
        select concat_ws(' | ', 'rule', c.name, pg_get_ruledef(r.oid), r.ev_enabled)
        from pg_rewrite r join class c on c.oid = r.ev_class where r.rulename <> '_RETURN'
        """,
        """
        select concat_ws(' | ', 'policy', c.name, p.polname, p.polcmd, p.polpermissive,
            (select string_agg(case r when 0 then 'public' else pg_get_userbyid(r) end, ', ' order by r)
             from unnest(p.polroles) r),
            'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
        from pg_policy p join class c on c.oid = p.polrelid
        """,
        """
        select concat_ws(' | ', 'type', t.name, t.typtype, pg_get_userbyid(t.typowner),
            (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
             from pg_enum where enumtypid = t.oid),
            case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod) end,
            case when t.typnotnull then 'not null' end, 'default ' || t.typdefault,
            'collation ' || nullif(t.typcollation, 0)::regcollation,
            (select concat_ws(' ', format_type(rngsubtype, null), rngsubdiff, rngcanonical)
             from pg_range where rngtypid = t.oid),
            'acl ' || %s::text)
        from type t left join pg_class r on r.oid = t.typrelid
        where t.typtype in ('e', 'd', 'r', 'b') and t.typelem = 0 or r.relkind = 'c'
        """.formatted(ACL.formatted("t.typacl")));
  }

  /** Schemas, extensions, privileges, comments and what few schemas hold. */
  static List<String> rest() {
    return List.of(
        """
        select concat_ws(' | ', 'schema', s.name, pg_get_userbyid(n.nspowner), 'acl ' || %s::text)
        from space s join pg_namespace n using (oid)
        where oid not in (select objid from hidden where classid = 'pg_namespace'::regclass)
        """.formatted(ACL.formatted("n.nspacl")),
        """
        select concat_ws(' | ', 'extension', extname, extversion, extnamespace::regnamespace)
        from pg_extension where extname <> 'plpgsql'
        """,
        """
        select concat_ws(' | ', 'default privileges', pg_get_userbyid(defaclrole),
            nullif(defaclnamespace, 0)::regnamespace, defaclobjtype, %s::text)
        from pg_default_acl
        """.formatted(ACL.formatted("defaclacl")),
        """
        select concat_ws(' | ', 'comment', i.type, i.identity, d.description)
        from pg_description d
        cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
        left join pg_constraint o on d.classoid = 'pg_constraint'::regclass and o.oid = d.objoid
        where d.objoid >= 16384
          and not exists (select from hidden h
            where h.classid = d.classoid and h.objid = d.objoid
               or h.classid = 'pg_class'::regclass and h.objid = o.conrelid)
        """,
        """
        select concat_ws(' | ', 'operator', oid::regoperator, oprcode::text, oprcom::regoperator,
            oprnegate::regoperator, oprrest::text, oprjoin::text, oprcanmerge, oprcanhash)
        from pg_operator where oprnamespace in (select oid from space)
          and oid not in (select objid from hidden where classid = 'pg_operator'::regclass)
        """,
        """
        select concat_ws(' | ', 'cast', format_type(castsource, null), format_type(casttarget, null),
            nullif(castfunc, 0)::regprocedure, castcontext, castmethod)
        from pg_cast where oid >= 16384
          and oid not in (select objid from hidden where classid = 'pg_cast'::regclass)
        """,
        """
        select concat_ws(' | ', 'collation', s.name, c.collname, c.collprovider, c.collisdeterministic,
            (select string_agg(value, ' ' order by key) from jsonb_each_text(to_jsonb(c))
             where key in ('collcollate', 'colllocale', 'colliculocale', 'collicurules')))
        from pg_collation c join space s on s.oid = c.collnamespace
        """,
        """
        select concat_ws(' | ', 'text search configuration', c.oid::regconfig, cfgparser,
            (select string_agg(concat_ws(' ', maptokentype, mapdict::regdictionary), ', '
               order by maptokentype, mapseqno) from pg_ts_config_map where mapcfg = c.oid))
        from pg_ts_config c where cfgnamespace in (select oid from space)
        """,
        """
        select concat_ws(' | ', 'text search dictionary', d.oid::regdictionary, t.tmplname, d.dictinitoption)
        from pg_ts_dict d join pg_ts_template t on t.oid = d.dicttemplate
        where dictnamespace in (select oid from space)
          and d.oid not in (select objid from hidden where classid = 'pg_ts_dict'::regclass)
        """,
        """
        select concat_ws(' | ', 'publication', p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
            p.pubtruncate, (select string_agg(t.schemaname || '.' || t.tablename, ', ' order by 1)
              from pg_publication_tables t where t.pubname = p.pubname and not p.puballtables))
        from pg_publication p
        """,
        """
        select concat_ws(' | ', 'foreign server', s.srvname, w.fdwname, s.srvtype, s.srvversion, s.srvoptions::text)
        from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
        union all
        select concat_ws(' | ', 'foreign table', c.name, t.ftserver, t.ftoptions::text)
        from pg_foreign_table t join class c on c.oid = t.ftrelid
        """,
        """
        select concat_ws(' | ', 'setting', nullif(setrole, 0)::regrole, setconfig::text)
        from pg_db_role_setting where setdatabase = (select oid from pg_database where datname = current_database())
        """,
        """
        select concat_ws(' | ', 'language', lanname, lanpltrusted) from pg_language
        where oid >= 16384 and oid not in (select objid from hidden where classid = 'pg_language'::regclass)
        """);
  }
}
